package dev.gitopsbinding.controller.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Outcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UncertainPushesTest {
  private static final BindingId OLD = new BindingId("shop", "old");
  private static final BindingId NEW = new BindingId("shop", "new");

  private final UncertainPushes doubts = new UncertainPushes(false);

  @Test
  void onlyWhatWasThereAtTheBeginMayHaveBeenPushedByAnother() {
    doubts.begin(() -> Set.of(OLD));
    doubts.begin(() -> Set.of(OLD, NEW));
    assertThat(doubts.about(OLD)).isTrue();
    assertThat(doubts.about(NEW)).isFalse();
  }

  @Test
  void aPreviewEndsTheDoubtOnceTheBranchWasSearched() {
    var previewed = new Outcome.Previewed("tag", List.of("web:old"), "diff");
    doubts.raise(NEW);
    doubts.settle(NEW, previewed, false);
    assertThat(doubts.about(NEW)).isTrue();
    doubts.settle(NEW, previewed, true);
    assertThat(doubts.about(NEW)).isFalse();
  }

  @Test
  void aProposalEndsTheDoubtOnceTheBranchWasSearched() {
    for (Outcome lasting :
        new Outcome[] {
          new Outcome.Waiting(Reason.AWAITING_MERGE, "https://forge/7", "it is open"),
          new Outcome.Stopped(Reason.PULL_REQUEST_CLOSED, "held")
        }) {
      doubts.raise(NEW);
      doubts.settle(NEW, lasting, false);
      assertThat(doubts.about(NEW)).isTrue();
      doubts.settle(NEW, lasting, true);
      assertThat(doubts.about(NEW)).isFalse();
    }
  }

  @Test
  void aPushIsInDoubtUntilTheStatusTellsOfIt() {
    for (Outcome told :
        new Outcome[] {
          new Outcome.Kept("tag"), new Outcome.Stopped(Reason.MANIFEST_CHANGED, "held")
        }) {
      doubts.raise(NEW);
      doubts.settle(NEW, new Outcome.InFlight("tag"), true);
      doubts.settle(NEW, new Outcome.Stopped(Reason.TIMED_OUT, "late"), true);
      assertThat(doubts.about(NEW)).isTrue();
      doubts.settle(NEW, told, false);
      assertThat(doubts.about(NEW)).isFalse();
    }
  }

  @Test
  void aBindingThatComesFromAnotherShardIsInDoubtOnce() {
    UncertainPushes shared = new UncertainPushes(true);
    BindingId moved = new BindingId("shop", "moved");
    BindingId created = new BindingId("shop", "created");

    shared.meets(created, false);
    shared.meets(created, true);
    shared.meets(moved, true);
    assertThat(shared.about(created)).isFalse();
    assertThat(shared.about(moved)).isTrue();

    shared.settle(moved, new Outcome.Kept("tag"), true);
    shared.meets(moved, true);
    assertThat(shared.about(moved)).isFalse();

    shared.forget(moved);
    shared.meets(moved, true);
    assertThat(shared.about(moved)).as("it came back").isTrue();
  }

  @Test
  void anOperatorThatServesAllHasNoSuchDoubt() {
    BindingId restored = new BindingId("shop", "restored");
    doubts.meets(restored, true);
    assertThat(doubts.about(restored)).isFalse();
  }
}
