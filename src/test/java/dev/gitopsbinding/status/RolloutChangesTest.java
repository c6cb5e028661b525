package dev.gitopsbinding.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.RunningStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.status.condition.ConditionDraft;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutChangesTest {
  private static final LandedTag NEW = new LandedTag("new", "file", "selection");
  private static final LandedTag NEW_ROLLED_OUT = new LandedTag("new", "file", "selection", true);
  private static final LandedTag OLD_ROLLED_OUT = new LandedTag("old", "file", "selection", true);

  @Test
  void aTagIsRolledOutOnce() {
    // Given
    var pushed = status(NEW, "old", "False", "AwaitingApply");
    var applied = status(NEW, "new", "False", "Progressing");
    var complete = status(NEW_ROLLED_OUT, "new", "True", "Complete");
    var scaled = status(NEW_ROLLED_OUT, "new", "False", "Progressing");

    // Then
    assertThat(changes(pushed, applied)).isEmpty();
    assertThat(changes(applied, complete)).containsExactly("Normal RolledOut message");
    assertThat(changes(complete, complete)).isEmpty();
    assertThat(changes(complete, scaled)).isEmpty();
    assertThat(changes(scaled, complete)).isEmpty();
    assertThat(EventProjector.between(applied, complete)).isEmpty();
  }

  @Test
  void aTagThatIsAppliedAtOnceIsRolledOutToo() {
    assertThat(
            changes(
                status(OLD_ROLLED_OUT, "old", "True", "Complete"),
                status(NEW_ROLLED_OUT, "new", "True", "Complete")))
        .containsExactly("Normal RolledOut message");
  }

  @Test
  void whatWasThereBeforeTheBindingOrTheNoteIsNoNews() {
    // Given
    var complete = status(NEW_ROLLED_OUT, "new", "True", "Complete");

    // Then
    assertThat(changes(GitOpsBindingStatus.EMPTY, complete)).isEmpty();
    assertThat(changes(status(NEW, "new", "True", "Complete"), complete)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ProgressDeadlineExceeded", "RolloutDegraded"})
  void aRolloutThatFailsIsToldOnce(String reason) {
    // Given
    var applied = status(NEW, "new", "False", "Progressing");
    var failed = status(NEW, "new", "False", reason);

    // Then
    assertThat(changes(applied, failed)).containsExactly("Warning " + reason + " message");
    assertThat(changes(failed, failed)).isEmpty();
  }

  @Test
  void theNoteStaysWithTheTagUntilAnotherTagLands() {
    // Given
    var complete =
        new ConditionDraft(
            ConditionType.ROLLED_OUT, ConditionStatus.TRUE, Reason.COMPLETE, "message");
    var progressing =
        new ConditionDraft(
            ConditionType.ROLLED_OUT, ConditionStatus.FALSE, Reason.PROGRESSING, "message");

    // Then
    assertThat(RolloutChanges.remember(NEW, NEW, "new", complete, true)).isEqualTo(NEW_ROLLED_OUT);
    assertThat(RolloutChanges.remember(NEW, NEW, "newer", complete, true)).isEqualTo(NEW);
    assertThat(RolloutChanges.remember(NEW, NEW_ROLLED_OUT, "new", progressing, true))
        .isEqualTo(NEW_ROLLED_OUT);
    assertThat(RolloutChanges.remember(NEW, OLD_ROLLED_OUT, "new", progressing, true))
        .isEqualTo(NEW);
    assertThat(RolloutChanges.remember(NEW, null, "new", progressing, true)).isEqualTo(NEW);
    assertThat(RolloutChanges.remember(null, NEW, "new", complete, true)).isNull();
    assertThat(RolloutChanges.remember(NEW, NEW, "new", complete, false)).isEqualTo(NEW);
    assertThat(RolloutChanges.remember(NEW, NEW_ROLLED_OUT, "new", complete, false))
        .isEqualTo(NEW_ROLLED_OUT);
  }

  @ParameterizedTest
  @CsvSource({
    "{}, false",
    "'{notifications: []}', false",
    "'{notifications: [{type: Slack, secretRef: {name: chat}}]}', true",
  })
  void theNoteIsWrittenOnlyForABindingWithReceivers(String spec, boolean noted) {
    // Given
    Binding binding = Bindings.parse(Bindings.resource(spec));
    String image = Projections.IMAGE;
    var observation =
        Observation.of(
                binding, GitOpsBindingStatus.EMPTY, null, Projections.found(image), Projections.NOW)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(Projections.TIP, Projections.NOW))
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(
                    new ManifestSeen(Projections.MANIFEST, List.of(image)), Projections.NOW));

    // When
    var status =
        StatusProjector.project(observation, new Outcome.Kept(Projections.TAG), Projections.NOW);

    // Then
    assertThat(Projections.condition(status, "RolledOut").status()).isEqualTo("True");
    assertThat(status.landed().rolledOut()).isEqualTo(noted ? true : null);
  }

  private static List<String> changes(GitOpsBindingStatus before, GitOpsBindingStatus after) {
    return EventProjector.changes(before, after).stream()
        .filter(StateChange::isNotified)
        .map(
            change ->
                (change.event().warning() ? "Warning " : "Normal ")
                    + change.event().reason()
                    + " "
                    + change.event().note())
        .toList();
  }

  private static GitOpsBindingStatus status(
      LandedTag landed, String running, String rolledOut, String reason) {
    return new GitOpsBindingStatus(
        1L,
        null,
        null,
        null,
        null,
        new RunningStatus(running),
        null,
        landed,
        null,
        List.of(new BindingCondition("RolledOut", rolledOut, 1L, "time", reason, "message")));
  }
}
