package dev.gitopsbinding.controller.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.testing.time.SteppedTimer;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcileTimerTest {
  private static final BindingId WEB = new BindingId("shop", "web");
  private static final BindingId OTHER = new BindingId("shop", "other");
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration MOMENT = Duration.ofNanos(1);

  private final List<BindingId> woken = new ArrayList<>();
  private final List<SteppedTimer> timers = new ArrayList<>();
  private final ReconcileTimer timer = new ReconcileTimer(this::newTimer);

  @BeforeEach
  void start() {
    timer.setEventHandler(event -> woken.add(id(event.getRelatedCustomResourceID())));
    timer.start();
  }

  @Test
  void aBindingIsWokenWhenItsTimeHasComeAndOnce() {
    timer.wakeAfter(WEB, SOON);

    pass(SOON.minus(MOMENT));
    assertThat(woken).isEmpty();
    pass(MOMENT);
    assertThat(woken).containsExactly(WEB);
    pass(SOON);
    assertThat(woken).containsExactly(WEB);
  }

  @Test
  void theLastTimeThatWasSetCounts() {
    timer.wakeAfter(WEB, SOON);
    timer.wakeAfter(WEB, SOON.multipliedBy(3));
    timer.wakeAfter(OTHER, SOON.multipliedBy(3));
    timer.wakeAfter(OTHER, SOON);

    pass(SOON.multipliedBy(2));
    assertThat(woken).containsExactly(OTHER);
    pass(SOON);
    assertThat(woken).containsExactly(OTHER, WEB);
  }

  @Test
  void saysHowLongItIsUntilABindingIsWoken() {
    assertThat(timer.untilNext(WEB)).isEmpty();
    timer.wakeAfter(WEB, SOON);
    pass(MOMENT);

    assertThat(timer.untilNext(WEB)).contains(SOON.minus(MOMENT));
    pass(SOON);
    assertThat(timer.untilNext(WEB)).isEmpty();
    timer.wakeAfter(WEB, SOON);
    timer.cancel(WEB);
    assertThat(timer.untilNext(WEB)).isEmpty();
  }

  @Test
  void worksAfterASecondStartAndForgetsTheFirst() {
    timer.wakeAfter(WEB, SOON);
    timer.stop();
    timer.wakeAfter(WEB, Duration.ZERO);
    timer.start();
    timer.wakeAfter(OTHER, SOON);

    pass(SOON.multipliedBy(2));
    assertThat(woken).containsExactly(OTHER);
  }

  @Test
  void whatIsCancelledIsNotWoken() {
    timer.wakeAfter(WEB, SOON);
    timer.wakeAfter(OTHER, SOON);
    timer.cancel(WEB);

    pass(SOON);
    assertThat(woken).containsExactly(OTHER);
  }

  @Test
  void aBindingThatWasCreatedAgainIsAnnouncedOnceTheDeletedOneIsForgotten() {
    timer.announce(Bindings.resource("{}"));

    pass(Duration.ofMillis(999));
    assertThat(woken).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(woken).containsExactly(WEB);
  }

  private SteppedTimer newTimer() {
    timers.add(new SteppedTimer());
    return timers.getLast();
  }

  /** For all timers, also those of earlier starts. */
  private void pass(Duration time) {
    timers.forEach(timer -> timer.pass(time));
  }

  private static BindingId id(ResourceID resource) {
    return new BindingId(resource.getNamespace().orElseThrow(), resource.getName());
  }
}
