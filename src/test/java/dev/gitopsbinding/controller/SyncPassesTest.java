package dev.gitopsbinding.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.index.ReconcileTimer;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyncPassesTest {
  private static final BindingId WEB = new BindingId("shop", "web");
  private static final BindingId CART = new BindingId("shop", "cart");
  private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<String> woken = new ArrayList<>();
  private final SteppedClock clock = new SteppedClock(NOW);
  private final Schedule schedule = new Schedule(clock, () -> 0.0);
  private final ReconcileTimer timer = new ReconcileTimer();
  private final Set<BindingId> known = new HashSet<>(Set.of(WEB, CART));
  private final SyncPasses passes = new SyncPasses(schedule, timer, () -> known);

  @BeforeEach
  void start() {
    timer.setEventHandler(event -> woken.add(event.getRelatedCustomResourceID().getName()));
    timer.start();
  }

  @AfterEach
  void stop() {
    timer.stop();
  }

  @Test
  void allAreWokenAndWaitedFor() throws InterruptedException {
    SyncPasses.Pass pass = passes.start(List.of(WEB, CART)).orElseThrow();
    assertThat(woken).containsExactly("web", "cart");

    sync(WEB);
    assertThat(pass.await(Duration.ZERO)).containsExactly(CART);
    sync(CART);
    assertThat(pass.await(LONG)).isEmpty();
  }

  /** That one may have read before the pass was asked for. */
  @Test
  void aSyncThatBeganBeforeDoesNotCount() throws InterruptedException {
    passes.begins(WEB);
    SyncPasses.Pass pass = passes.start(List.of(WEB)).orElseThrow();

    passes.ended(WEB);
    assertThat(pass.await(Duration.ZERO)).containsExactly(WEB);
    sync(WEB);
    assertThat(pass.await(LONG)).isEmpty();
  }

  @Test
  void nobodyWaitsForWhatIsDeleted() throws InterruptedException {
    SyncPasses.Pass pass = passes.start(List.of(WEB)).orElseThrow();

    passes.forget(WEB);

    assertThat(pass.await(LONG)).isEmpty();
  }

  /** Deleted after the client's bindings were listed, but before the pass could hear of it. */
  @Test
  void nobodyWaitsForWhatWasDeletedJustBefore() throws InterruptedException {
    Binding gone = Bindings.parse(Bindings.resource("{interval: 100s}"));
    known.remove(gone.id());

    SyncPasses.Pass pass = passes.start(List.of(gone.id(), CART)).orElseThrow();

    assertThat(pass.await(Duration.ZERO)).containsExactly(CART);
    assertThat(woken).containsExactly("cart");
    clock.pass(Duration.ofSeconds(3));
    assertThat(schedule.notBefore(gone, false)).isBefore(NOW);
  }

  @Test
  void aPassOverNothingEndsAtOnce() throws InterruptedException {
    assertThat(passes.start(List.of()).orElseThrow().await(LONG)).isEmpty();
  }

  @Test
  void onePassAtATime() {
    SyncPasses.Pass first = passes.start(List.of(WEB)).orElseThrow();
    assertThat(passes.start(List.of(CART))).isEmpty();
    assertThat(woken).containsExactly("web");

    first.close();
    SyncPasses.Pass second = passes.start(List.of(CART)).orElseThrow();
    first.close();
    assertThat(passes.start(List.of(WEB))).isEmpty();
    second.close();
    assertThat(passes.start(List.of(WEB))).isPresent();
  }

  @Test
  void readsAreFreshAndNoRequestIsOpen() {
    Binding binding = Bindings.parse(Bindings.resource("{interval: 100s}"));

    var _ = passes.start(List.of(binding.id())).orElseThrow();
    clock.pass(Duration.ofSeconds(3));

    assertThat(schedule.notBefore(binding, false)).isEqualTo(NOW);
    clock.pass(Duration.ofSeconds(200));
    assertThat(schedule.notBefore(binding, false)).isEqualTo(NOW.plusSeconds(153));
  }

  @Test
  void thisProcessLeadsOnceItIsTold() {
    assertThat(passes.isLeading()).isFalse();
    passes.lead();
    assertThat(passes.isLeading()).isTrue();
  }

  private void sync(BindingId binding) {
    passes.begins(binding);
    passes.ended(binding);
  }
}
