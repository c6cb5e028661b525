package dev.gitopsbinding.status.condition;

import static dev.gitopsbinding.status.Projections.BINDING;
import static dev.gitopsbinding.status.Projections.IMAGE;
import static dev.gitopsbinding.status.Projections.LATER;
import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.Projections.condition;
import static dev.gitopsbinding.status.Projections.found;
import static dev.gitopsbinding.status.Projections.project;
import static dev.gitopsbinding.status.Projections.statuses;
import static dev.gitopsbinding.status.Projections.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.status.StatusProjector;
import org.junit.jupiter.api.Test;

class SuspensionTest {
  @Test
  void aSuspendedBindingKeepsItsLastReady() {
    // Given
    var ready = project(GitOpsBindingStatus.EMPTY, MANIFEST, new Outcome.Kept(TAG), NOW);
    var held = project(ready, MANIFEST, stopped(Reason.MANIFEST_CHANGED), NOW);
    var failed = project(ready, MANIFEST, stopped(Reason.TIMED_OUT), NOW);
    var inFlight = project(ready, MANIFEST, new Outcome.InFlight(TAG), NOW);

    // Then
    assertThat(statuses(suspended(ready)))
        .containsExactly("Ready=True", "Suspended=True", "RolledOut=Unknown");
    assertThat(condition(suspended(ready), "Ready")).isEqualTo(condition(ready, "Ready"));
    assertThat(statuses(suspended(held)))
        .containsExactly("Ready=False", "Stalled=True", "Suspended=True", "RolledOut=Unknown");
    assertThat(statuses(suspended(failed)))
        .containsExactly("Ready=False", "Suspended=True", "RolledOut=Unknown");
    assertThat(condition(suspended(inFlight), "Ready").reason()).isEqualTo("Suspended");
    assertThat(suspended(suspended(held))).isEqualTo(suspended(held));
    var resumed = project(suspended(ready), MANIFEST, new Outcome.Kept(TAG), LATER);
    assertThat(statuses(resumed)).containsExactly("Ready=True", "RolledOut=Unknown");
    assertThat(condition(resumed, "Ready").lastTransitionTime())
        .isEqualTo(condition(ready, "Ready").lastTransitionTime());
  }

  @Test
  void aRolloutIsNotKnownForTheReasonFromBeforeTheSuspension() {
    // Given
    var failed = project(BINDING, stopped(Reason.BRANCH_NOT_FOUND));
    var observation = Observation.of(BINDING, failed, null, found(IMAGE), LATER);

    // When
    var status = StatusProjector.project(observation, stopped(Reason.SUSPENDED), LATER);

    // Then
    assertThat(condition(status, "RolledOut").message())
        .isEqualTo("Not known while Ready is False (BranchNotFound).");
  }

  private static GitOpsBindingStatus suspended(GitOpsBindingStatus before) {
    return project(before, MANIFEST, stopped(Reason.SUSPENDED), LATER);
  }
}
