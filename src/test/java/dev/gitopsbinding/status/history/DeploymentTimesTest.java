package dev.gitopsbinding.status.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.status.Projections;
import dev.gitopsbinding.status.memory.PushMemory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which times the history of deployments tells. */
class DeploymentTimesTest {
  /** Seen, image found, pushed, applied, rolled out, failed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "push a                                 | 1 1 1 - - -",
        "tip a, sync, push a                    | 1 3 3 - - -",
        "push-unchecked a                       | 1 - 1 - - -",
        "push a, sync, runs a, sync, done a     | 1 1 1 3 5 -",
        "push a, sync, done a                   | 1 1 1 3 3 -",
        "push a, runs a, sync, late a           | 1 1 1 2 - 4",
        "push a, late a, done a                 | 1 1 1 2 3 2",
        "done a, push a                         | 2 2 2 2 2 -",
        // A tag that was deployed before has no beginning.
        "push a, push b, push a, runs a         | - - 3 4 - -",
        "push a, edit f, push a, done a         | - - 3 4 4 -",
        // A push that was found in the branch has no image, and what happened meanwhile no time.
        "push a, lost, own                      | - - 2 - - -",
        "push a, done a, lost, own              | - - 3 - - -",
        "push a, runs a, lost, own, runs a, done a | - - 3 - 6 -",
        "tip a, unwritten a, own, runs a        | 1 - 2 4 - -",
        // The operator's clock was set back: no time is before an earlier one.
        "push a, clock-back, runs a, done a     | 1 1 1 1 1 -",
      })
  void timesAreThoseAtWhichTheOperatorSawIt(String steps, String times) {
    assertThat(DeploymentStory.of(steps).times()).isEqualTo(times);
  }

  @Test
  void theClusterTellsSinceWhenARolloutIsComplete() {
    // Given: the next commit waits for its image, so that no condition changes any more
    var story = DeploymentStory.of("by-hand, push a, runs a, tip b");
    GitOpsBindingStatus before = story.status();

    // When
    story.step("done-then a");

    // Then: nothing is written for the history alone
    assertThat(story.status()).isEqualTo(before);

    // When
    story.step("push b");

    // Then
    DeployedTag first = story.status().history().getLast();
    assertThat(first.result()).isEqualTo("RolledOut");
    assertThat(Instant.parse(first.rolledOut()))
        .isEqualTo(Instant.parse(first.applied()).plusSeconds(90));
  }

  @Test
  void theDateOfTheCommitIsKeptWhereItIsKnown() {
    // Given
    var observation =
        Observation.of(
                Projections.BINDING,
                GitOpsBindingStatus.EMPTY,
                null,
                new Workload.Missing(),
                Projections.NOW)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(Projections.TIP, Projections.NOW))
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(
                    new ManifestSeen(Projections.MANIFEST, List.of("ghcr.io/acme/web:old")),
                    Projections.NOW));
    var push =
        new PushResult.Pushed(
            Projections.MANIFEST, Projections.MANIFEST, List.of(), Projections.NOW);
    var outcome = new Outcome.Pushed(Projections.TAG, push);

    // When
    List<DeployedTag> history =
        new DeploymentHistory(observation, outcome, _ -> Optional.empty(), Projections.NOW)
            .next(
                PushMemory.lastPush(observation, outcome),
                null,
                Instant.parse("2026-02-03T03:00:00.5Z"));

    // Then
    assertThat(history).singleElement().returns("2026-02-03T03:00:00Z", DeployedTag::committed);
  }
}
