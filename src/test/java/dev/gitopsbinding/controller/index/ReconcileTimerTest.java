package dev.gitopsbinding.controller.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.model.BindingId;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcileTimerTest {
  private static final BindingId WEB = new BindingId("shop", "web");
  private static final BindingId OTHER = new BindingId("shop", "other");
  private static final Duration SOON = Duration.ofMillis(50);

  private final List<BindingId> woken = new CopyOnWriteArrayList<>();
  private final ReconcileTimer timer = new ReconcileTimer();

  @BeforeEach
  void start() {
    timer.setEventHandler(event -> woken.add(id(event.getRelatedCustomResourceID())));
    timer.start();
  }

  @AfterEach
  void stop() {
    timer.stop();
  }

  @Test
  void the_last_time_that_was_set_counts() {
    timer.wakeAfter(WEB, SOON);
    timer.wakeAfter(WEB, Duration.ofHours(1));
    timer.wakeAfter(OTHER, Duration.ofHours(1));
    timer.wakeAfter(OTHER, SOON.multipliedBy(4));

    await().until(() -> woken.contains(OTHER));
    assertThat(woken).containsExactly(OTHER);
  }

  @Test
  void works_after_a_second_start_and_forgets_the_first() {
    timer.wakeAfter(WEB, SOON.multipliedBy(4));
    timer.stop();
    timer.wakeAfter(WEB, Duration.ZERO);
    timer.start();
    timer.wakeAfter(OTHER, SOON.multipliedBy(8));

    await().until(() -> woken.contains(OTHER));
    assertThat(woken).containsExactly(OTHER);
  }

  @Test
  void what_is_cancelled_is_not_woken() {
    timer.wakeAfter(WEB, SOON);
    timer.wakeAfter(OTHER, SOON.multipliedBy(4));
    timer.cancel(WEB);

    await().until(() -> woken.contains(OTHER));
    assertThat(woken).containsExactly(OTHER);
  }

  private static BindingId id(ResourceID resource) {
    return new BindingId(resource.getNamespace().orElseThrow(), resource.getName());
  }
}
