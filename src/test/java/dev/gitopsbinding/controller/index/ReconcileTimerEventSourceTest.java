package dev.gitopsbinding.controller.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.testing.SteppedTimer;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcileTimerEventSourceTest {
  private static final ResourceID WEB = new ResourceID("web", "shop");
  private static final ResourceID OTHER = new ResourceID("other", "shop");
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration MOMENT = Duration.ofNanos(1);

  private final List<ResourceID> woken = new ArrayList<>();
  private final List<SteppedTimer> timers = new ArrayList<>();
  private final ReconcileTimerEventSource wakeUps = new ReconcileTimerEventSource(this::newTimer);

  @BeforeEach
  void start() {
    wakeUps.setEventHandler(event -> woken.add(event.getRelatedCustomResourceID()));
    wakeUps.start();
  }

  @Test
  void a_binding_is_woken_when_its_time_has_come_and_once() {
    wakeUps.wakeAfter(WEB, SOON);

    pass(SOON.minus(MOMENT));
    assertThat(woken).isEmpty();
    pass(MOMENT);
    assertThat(woken).containsExactly(WEB);
    pass(SOON);
    assertThat(woken).containsExactly(WEB);
  }

  @Test
  void the_last_time_that_was_set_counts() {
    wakeUps.wakeAfter(WEB, SOON);
    wakeUps.wakeAfter(WEB, SOON.multipliedBy(3));
    wakeUps.wakeAfter(OTHER, SOON.multipliedBy(3));
    wakeUps.wakeAfter(OTHER, SOON);

    pass(SOON.multipliedBy(2));
    assertThat(woken).containsExactly(OTHER);
    pass(SOON);
    assertThat(woken).containsExactly(OTHER, WEB);
  }

  @Test
  void works_after_a_second_start_and_forgets_the_first() {
    wakeUps.wakeAfter(WEB, SOON);
    wakeUps.stop();
    wakeUps.wakeAfter(WEB, Duration.ZERO);
    wakeUps.start();
    wakeUps.wakeAfter(OTHER, SOON);

    pass(SOON.multipliedBy(2));
    assertThat(woken).containsExactly(OTHER);
  }

  @Test
  void what_is_cancelled_is_not_woken() {
    wakeUps.wakeAfter(WEB, SOON);
    wakeUps.wakeAfter(OTHER, SOON);
    wakeUps.cancel(WEB);

    pass(SOON);
    assertThat(woken).containsExactly(OTHER);
  }

  @Test
  void one_that_was_made_anew_is_told_of_once_the_deleted_one_is_forgotten() {
    wakeUps.announce(Bindings.resource("{}"));

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
}
