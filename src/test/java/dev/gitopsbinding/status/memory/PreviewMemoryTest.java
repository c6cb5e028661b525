package dev.gitopsbinding.status.memory;

import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.Projections.TIP;
import static dev.gitopsbinding.status.Projections.condition;
import static dev.gitopsbinding.status.Projections.statuses;
import static dev.gitopsbinding.status.Projections.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.PreviewStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.status.EventProjector;
import dev.gitopsbinding.status.EventProjector.BindingEvent;
import dev.gitopsbinding.status.StateChange;
import dev.gitopsbinding.status.StatusProjector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a status says of a push that is only previewed, and who is told. */
class PreviewMemoryTest {
  private static final Binding PREVIEWING = Bindings.parse(Bindings.resource("mode: Preview"));
  private static final Binding WRITING = Bindings.parse(Bindings.resource("mode: Write"));
  private static final Outcome PREVIEWED = previewed(TAG, "old");

  @Test
  void theStatusSaysWhatWouldBeWritten() {
    // When
    var status = after(PREVIEWING, GitOpsBindingStatus.EMPTY, PREVIEWED);

    // Then
    assertThat(status.preview())
        .isEqualTo(new PreviewStatus("old", TAG, PREVIEWING.file(), "the diff"));
    assertThat(statuses(status))
        .containsExactly("Ready=False", "Stalled=True", "RolledOut=Unknown");
    assertThat(condition(status, "Ready").reason()).isEqualTo("PreviewOnly");
    assertThat(condition(status, "Ready").message())
        .isEqualTo(
            "spec.mode is Preview: nothing is pushed. Tag 1111111 would be written to apps/web/deployment.yaml in place of old. Look at status.preview.diff; to have it written, set spec.mode to Write.");
    assertThat(status.lastPush()).isNull();
    assertThat(status.landed()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "HostUnreachable, true",
    "TimedOut,        true",
    "Suspended,       true",
    "ManifestChanged, false",
    "InvalidSpec,     false",
  })
  void itStaysWhileItIsNotKnownWhetherAnythingWouldBeWritten(String reason, boolean stays) {
    // Given
    var before = after(PREVIEWING, GitOpsBindingStatus.EMPTY, PREVIEWED);
    Outcome outcome = stopped(Reason.of(reason).orElseThrow());

    // Then
    assertThat(after(PREVIEWING, before, outcome).preview())
        .isEqualTo(stays ? before.preview() : null);
    assertThat(after(WRITING, before, outcome).preview()).as("mode Write").isNull();
  }

  @Test
  void itEndsWithAnotherTagOrIfNothingWouldBeWritten() {
    // Given
    var before = after(PREVIEWING, GitOpsBindingStatus.EMPTY, PREVIEWED);
    var moved =
        observation(PREVIEWING, before)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(new CommitSha("2".repeat(40)), NOW));

    // Then
    assertThat(after(PREVIEWING, before, new Outcome.Kept(TAG)).preview()).isNull();
    assertThat(
            after(
                    PREVIEWING,
                    before,
                    new Outcome.Waiting(Reason.IMAGE_NOT_FOUND, "image", "it is missing."))
                .preview())
        .isNull();
    assertThat(StatusProjector.project(moved, stopped(Reason.HOST_UNREACHABLE), NOW).preview())
        .isNull();
  }

  @Test
  void oneEventTellsOfEachChangeOfWhatWouldBeWritten() {
    // Given
    var first = after(PREVIEWING, GitOpsBindingStatus.EMPTY, PREVIEWED);
    var again = after(PREVIEWING, first, PREVIEWED);
    var failed = after(PREVIEWING, again, stopped(Reason.HOST_UNREACHABLE));
    var back = after(PREVIEWING, failed, PREVIEWED);
    var other = after(PREVIEWING, back, previewed(TAG, "older"));
    var kept = after(WRITING, other, new Outcome.Kept(TAG));

    // Then
    assertThat(EventProjector.between(GitOpsBindingStatus.EMPTY, first))
        .containsExactly(
            new BindingEvent(
                false,
                "PreviewOnly",
                "Preview: tag 1111111 would be written to %s in place of tag old."
                    .formatted(PREVIEWING.file())));
    assertThat(EventProjector.between(first, again)).isEmpty();
    assertThat(reasons(again, failed)).containsExactly("HostUnreachable");
    assertThat(reasons(failed, back)).containsExactly("Recovered");
    assertThat(reasons(back, other)).containsExactly("PreviewOnly");
    assertThat(reasons(other, kept)).isEmpty();
  }

  @Test
  void receiversOfNotificationsAreNotTold() {
    var first = after(PREVIEWING, GitOpsBindingStatus.EMPTY, PREVIEWED);

    assertThat(EventProjector.changes(GitOpsBindingStatus.EMPTY, first))
        .hasSize(1)
        .noneMatch(StateChange::isNotified);
  }

  @Test
  void aRequestedSyncIsDone() {
    // Given
    Binding requested =
        Bindings.parse(
            Bindings.resource(JsonNodeFactory.instance.objectNode().put("mode", "Preview"), "now"));

    // When
    var status = after(requested, GitOpsBindingStatus.EMPTY, PREVIEWED);

    // Then
    assertThat(status.lastHandledRequestedAt()).isEqualTo("now");
    assertThat(status.pendingRequestedAt()).isNull();
  }

  private static List<String> reasons(GitOpsBindingStatus before, GitOpsBindingStatus after) {
    return EventProjector.between(before, after).stream().map(BindingEvent::reason).toList();
  }

  private static Outcome previewed(String tag, String from) {
    return new Outcome.Previewed(tag, List.of("ghcr.io/acme/web:" + from), "the diff");
  }

  private static GitOpsBindingStatus after(
      Binding binding, GitOpsBindingStatus before, Outcome outcome) {
    return StatusProjector.project(observation(binding, before), outcome, NOW);
  }

  private static Observation observation(Binding binding, GitOpsBindingStatus before) {
    return Observation.of(binding, before, null, new Workload.Missing(), NOW)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, NOW));
  }
}
