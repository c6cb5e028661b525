package dev.gitopsbinding.controller.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcileTimerEventSourceTest {
  private static final ResourceID WEB = new ResourceID("web", "shop");
  private static final ResourceID OTHER = new ResourceID("other", "shop");
  private static final Duration SOON = Duration.ofMillis(50);

  private final List<ResourceID> woken = new CopyOnWriteArrayList<>();
  private final ReconcileTimerEventSource wakeUps = new ReconcileTimerEventSource();

  @BeforeEach
  void start() {
    wakeUps.setEventHandler(event -> woken.add(event.getRelatedCustomResourceID()));
    wakeUps.start();
  }

  @AfterEach
  void stop() {
    wakeUps.stop();
  }

  @Test
  void the_last_time_that_was_set_counts() {
    wakeUps.wakeAfter(WEB, SOON);
    wakeUps.wakeAfter(WEB, Duration.ofHours(1));
    wakeUps.wakeAfter(OTHER, Duration.ofHours(1));
    wakeUps.wakeAfter(OTHER, SOON.multipliedBy(4));

    await().until(() -> woken.contains(OTHER));
    assertThat(woken).containsExactly(OTHER);
  }

  @Test
  void works_after_a_second_start_and_forgets_the_first() {
    wakeUps.wakeAfter(WEB, SOON.multipliedBy(4));
    wakeUps.stop();
    wakeUps.wakeAfter(WEB, Duration.ZERO);
    wakeUps.start();
    wakeUps.wakeAfter(OTHER, SOON.multipliedBy(8));

    await().until(() -> woken.contains(OTHER));
    assertThat(woken).containsExactly(OTHER);
  }

  @Test
  void what_is_cancelled_is_not_woken() {
    wakeUps.wakeAfter(WEB, SOON);
    wakeUps.wakeAfter(OTHER, SOON.multipliedBy(4));
    wakeUps.cancel(WEB);

    await().until(() -> woken.contains(OTHER));
    assertThat(woken).containsExactly(OTHER);
  }
}
