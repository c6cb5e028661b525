package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.BINDING;
import static dev.gitopsbinding.status.Projections.IMAGE;
import static dev.gitopsbinding.status.Projections.LATER;
import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.OTHER;
import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.Projections.TIP;
import static dev.gitopsbinding.status.Projections.condition;
import static dev.gitopsbinding.status.Projections.found;
import static dev.gitopsbinding.status.Projections.project;
import static dev.gitopsbinding.status.Projections.statuses;
import static dev.gitopsbinding.status.Projections.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusProjectorTest {
  @Test
  void aKeptTagIsReadyAndNamesTheTip() {
    // When
    var status = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);

    // Then
    assertThat(status.observedGeneration()).isEqualTo(3);
    assertThat(status.source().commit()).isEqualTo(TIP.hex());
    assertThat(status.source().firstSeenTime()).isEqualTo("2026-02-03T04:05:06Z");
    assertThat(status.manifest().commit()).isEqualTo(MANIFEST.hex());
    assertThat(status.manifest().image()).isEqualTo(IMAGE);
    assertThat(status.lastPush()).isNull();
    assertThat(statuses(status)).containsExactly("Ready=True", "RolledOut=Unknown");
  }

  @Test
  void aTipThatMovedForOtherReasonsChangesNothing() {
    // Given
    var before = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);

    // When
    var after = project(before, OTHER, new Outcome.Kept(TAG), LATER);

    // Then
    assertThat(after).isEqualTo(before);
  }

  @Test
  void readyAfterAFailureNamesTheTipThatWasReadThen() {
    // Given
    var ready = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);
    var failed = project(ready, MANIFEST, stopped(Reason.HOST_UNREACHABLE), NOW);

    // When
    var after = project(failed, OTHER, new Outcome.Kept(TAG), LATER);

    // Then
    assertThat(after.manifest().commit()).isEqualTo(OTHER.hex());
    assertThat(condition(after, "Ready").lastTransitionTime()).isEqualTo("2026-02-03T04:06:06Z");
    assertThat(condition(after, "RolledOut").lastTransitionTime())
        .isEqualTo("2026-02-03T04:05:06Z");
  }

  @ParameterizedTest
  @CsvSource({
    "HOST_UNREACHABLE,   False,   Reconciling",
    "MANIFEST_CHANGED,   False,   Stalled",
    "CONFLICTING_BINDING, False,  Stalled",
    "SUSPENDED,          Unknown, Suspended",
    "SOURCE_IS_MANIFEST, False,   Stalled",
  })
  void eachHandlingShowsAsKstatusWants(Reason reason, String ready, String abnormal) {
    // When
    var status = project(GitOpsBindingStatus.EMPTY, MANIFEST, stopped(reason), NOW);

    // Then
    assertThat(condition(status, "Ready").status()).isEqualTo(ready);
    assertThat(condition(status, "Ready").reason()).isEqualTo(reason.text());
    List<String> types = status.conditions().stream().map(BindingCondition::type).toList();
    assertThat(types)
        .isEqualTo(
            abnormal.isEmpty()
                ? List.of("Ready", "RolledOut")
                : List.of("Ready", abnormal, "RolledOut"));
  }

  @Test
  void whatWasReadElsewhereIsForgotten() {
    // Given
    var before = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);
    Binding moved =
        Bindings.parse(
            Bindings.resource(
                """
                source: {url: "https://example.com/other", ref: {branch: main}}
                manifest: {url: "https://example.com/d", ref: {branch: main}, path: b.yaml}
                """));

    // When
    var observation = Observation.of(moved, before, null, found("ghcr.io/acme/web:" + TAG), NOW);
    var status = StatusProjector.project(observation, stopped(Reason.HOST_UNREACHABLE), NOW);

    // Then
    assertThat(status.source()).isNull();
    assertThat(status.manifest()).isNull();
    assertThat(condition(status, "RolledOut").reason()).isEqualTo("DesiredTagUnknown");
  }

  @Test
  void aPushInFlightIsReconciling() {
    var status = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.InFlight(TAG), NOW);
    assertThat(statuses(status))
        .containsExactly("Ready=Unknown", "Reconciling=True", "RolledOut=Unknown");
  }

  @Test
  void aCommitThatLeftTheBranchIsNamedNoMore() {
    // Given
    var before = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);
    var seen = new ManifestSeen(OTHER, List.of(IMAGE), true);
    var observation =
        Observation.of(BINDING, before, null, new Workload.Missing(), NOW)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, NOW))
            .with(Questions.MANIFEST, new Fact.Known<>(seen, NOW));

    // When
    var after = StatusProjector.project(observation, new Outcome.Kept(TAG), LATER);

    // Then
    assertThat(after.manifest().commit()).isEqualTo(OTHER.hex());
    assertThat(after.conditions()).isEqualTo(before.conditions());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HEAD", "0123"})
  void aStoredSourceThatIsNoCommitIsForgotten(String stored) {
    // Given
    var source =
        new SourceStatus(
            "main",
            stored,
            "then",
            BINDING.sourceLocation().orElseThrow().branch().url().toString());
    var before =
        new GitOpsBindingStatus(null, null, null, source, null, null, null, null, null, List.of());

    // When
    var observation = Observation.of(BINDING, before, null, new Workload.Missing(), NOW);
    var status = StatusProjector.project(observation, stopped(Reason.TIMED_OUT), NOW);

    // Then
    assertThat(status.source()).isNull();
    assertThat(condition(status, "RolledOut").reason()).isEqualTo("TargetNotFound");
  }

  @Test
  void anUnreadableSpecIsStalled() {
    // When
    var status =
        StatusProjector.projectUnreadable(
            GitOpsBindingStatus.EMPTY,
            4,
            "now",
            new Failure.Spec(Reason.INVALID_SPEC, "spec.x is missing."),
            NOW);

    // Then
    assertThat(status.observedGeneration()).isEqualTo(4);
    assertThat(status.lastHandledRequestedAt()).isEqualTo("now");
    assertThat(statuses(status))
        .containsExactly("Ready=False", "Stalled=True", "RolledOut=Unknown");
  }
}
