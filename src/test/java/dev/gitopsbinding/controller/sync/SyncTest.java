package dev.gitopsbinding.controller.sync;

import static dev.gitopsbinding.controller.sync.SyncFixture.NOON;
import static dev.gitopsbinding.controller.sync.SyncFixture.TIP;
import static dev.gitopsbinding.controller.sync.SyncFixture.WANTED;
import static dev.gitopsbinding.controller.sync.SyncFixture.WEB;
import static dev.gitopsbinding.controller.sync.SyncFixture.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.Ancestry;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncTest {
  private static final Plan.Push PUSH =
      new Plan.Push(ImageVersions.ofTag("new"), List.of("web:old"), "chore: update", null, false);

  private final SyncFixture fixture = new SyncFixture();

  @Test
  void whatTheRulesNeedIsAskedInTheirOrderAndOnce() throws InterruptedException {
    SyncResult result = fixture.sync(new Plan.Keep("old"));

    assertThat(result.outcome()).isEqualTo(new Outcome.Kept("old"));
    assertThat(fixture.asked).containsExactly("SOURCE_TIP", "MANIFEST");
    assertThat(result.observation().known(Questions.SOURCE_TIP)).contains(TIP);
    assertThat(fixture.delivered).isEmpty();
  }

  @Test
  void aSyncThatIsToStopOrWaitTellsWhy() throws InterruptedException {
    assertThat(fixture.sync(new Plan.Stop(Reason.SUSPENDED, "held")).outcome())
        .isEqualTo(new Outcome.Stopped(Reason.SUSPENDED, "held"));
    assertThat(fixture.sync(new Plan.Wait(Reason.IMAGE_NOT_FOUND, "web:new", "missing")).outcome())
        .isEqualTo(new Outcome.Waiting(Reason.IMAGE_NOT_FOUND, "web:new", "missing"));
  }

  @Test
  void anAnswerThatCannotBeFoundEndsIt() throws InterruptedException {
    // Given
    Failure failure = new Failure.File(Reason.FILE_NOT_FOUND, "There is no such file.");
    fixture.manifest = new Fact.Unavailable<>(failure);

    // When
    SyncResult result = fixture.sync(PUSH);

    // Then
    assertThat(result.outcome()).isEqualTo(Outcome.Stopped.because(failure));
    assertThat(result.observation().fact(Questions.MANIFEST)).isEqualTo(fixture.manifest);
    assertThat(fixture.delivered).isEmpty();
  }

  @Test
  void aPushIsDeliveredAsPlanned() throws InterruptedException {
    // When
    SyncResult result = fixture.sync(PUSH);

    // Then
    assertThat(result.outcome()).isEqualTo(new Outcome.Pushed("new", pushed()));
    assertThat(fixture.delivered)
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.binding()).isEqualTo(WEB.id());
              assertThat(change.author()).isEqualTo(WEB.author());
              assertThat(change.message()).isEqualTo("chore: update");
              assertThat(change.wanted()).isSameAs(WANTED);
              assertThat(change.edits())
                  .extracting(ChangeSet.FileEdit::path)
                  .containsExactly(WEB.places().first().path());
            });
  }

  @Test
  void aPushThatFailedEndsItWithTheField() throws InterruptedException {
    fixture.results =
        _ -> new PushResult.Failed(new Failure.Remote(Reason.HOST_UNREACHABLE, "No route."));

    assertThat(fixture.sync(PUSH).outcome())
        .isEqualTo(new Outcome.Stopped(Reason.HOST_UNREACHABLE, "spec.manifest: No route."));
  }

  @Test
  void aPushThatWasWithdrawnLeavesNoOutcome() throws InterruptedException {
    fixture.results = _ -> new PushResult.Withdrawn();

    assertThat(fixture.sync(PUSH).outcome()).isNull();
  }

  @Test
  void aFileThatChangedMeanwhileIsReadAgainAndTheSourceIsNot() throws InterruptedException {
    // Given
    fixture.readTakes = Duration.ofSeconds(1);
    fixture.results = n -> n == 1 ? new PushResult.Superseded() : pushed();

    // When
    SyncResult result = fixture.sync(PUSH);

    // Then
    assertThat(result.outcome()).isEqualTo(new Outcome.Pushed("new", pushed()));
    assertThat(fixture.asked).containsExactly("SOURCE_TIP", "MANIFEST", "MANIFEST");
    assertThat(fixture.notBefore)
        .as("not from memory")
        .containsExactly(NOON, NOON, NOON.plusSeconds(2));
  }

  @Test
  void aTagThatIsThereAlreadyIsReadAsOfThen() throws InterruptedException {
    Instant seen = NOON.plusSeconds(7);
    fixture.results = n -> n == 1 ? new PushResult.AlreadyApplied(TIP, seen) : pushed();

    fixture.sync(PUSH);

    assertThat(fixture.asked).containsExactly("SOURCE_TIP", "MANIFEST", "MANIFEST");
    assertThat(fixture.notBefore).containsExactly(NOON, NOON, seen);
  }

  @Test
  void aFileThatChangesAllTheTimeEndsIt() throws InterruptedException {
    // Given
    fixture.results = _ -> new PushResult.Superseded();

    // When
    Outcome outcome = fixture.sync(PUSH).outcome();

    // Then
    assertThat(fixture.delivered).hasSize(Sync.MAX_PUSHES);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Stopped.class,
            stopped -> {
              assertThat(stopped.reason()).isEqualTo(Reason.PUSH_CONTENDED);
              assertThat(stopped.message())
                  .startsWith(WEB.places().first().path() + " of " + WEB.manifest().branch());
            });
  }

  @Test
  void aBindingThatAsksForMoreMayPushAsOften() throws InterruptedException {
    // Given: a binding that selects among commits, holds rewinds, and requires checks and images
    fixture.results = _ -> new PushResult.Superseded();
    fixture.more.add(answer(Questions.SELECTED_COMMIT, SelectedCommit.newest(TIP)));
    fixture.more.add(answer(Questions.OWN_COMMIT, Optional.empty()));
    fixture.more.add(answer(Questions.ANCESTRY, new Ancestry.Descends()));
    fixture.more.add(answer(Questions.CHECKS, new CheckState.Passed()));
    fixture.more.add(answer(Questions.IMAGE, ImageSeen.FOUND));

    // When
    fixture.sync(PUSH);

    // Then
    assertThat(fixture.delivered).hasSize(Sync.MAX_PUSHES);
  }

  private static <T> FactFinder<T> answer(Question<T> question, T value) {
    return FactFinder.of(question, (_, _) -> new Fact.Known<>(value, NOON));
  }

  @Test
  void aPushWithoutAResultInTimeIsInFlight() throws InterruptedException {
    fixture.readTakes = WEB.timeout();
    fixture.results = _ -> null;

    assertThat(fixture.sync(PUSH).outcome()).isEqualTo(new Outcome.InFlight("new"));
    assertThat(fixture.woken).as("before there is a result").isEmpty();
  }
}
