package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.LATER;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.TIP;
import static dev.gitopsbinding.status.Projections.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.PathCommit;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said where an older commit than the tip is deployed. */
class NewerCommitsTest {
  private static final CommitSha BUILT = new CommitSha("2".repeat(40));
  private static final String IMAGE = "ghcr.io/acme/web:" + BUILT;
  private static final Binding BINDING =
      Bindings.parse(
          Bindings.resource(
              "source: {url: \"https://h/r\", ref: {branch: m}, select: NewestWithImage}"));

  private static final Binding WITH_PATHS =
      Bindings.parse(
          Bindings.resource(
              "source: {url: \"https://h/r\", ref: {branch: m}, select: NewestWithImage, paths: {include: [a]}}"));

  @Test
  void readyCountsTheNewerCommitsAndTheStatusNamesTheTip() {
    GitOpsBindingStatus one = kept(GitOpsBindingStatus.EMPTY, 1);
    GitOpsBindingStatus two = kept(GitOpsBindingStatus.EMPTY, 2);
    assertThat(condition(one, "Ready").message())
        .isEqualTo(
            "apps/web/deployment.yaml holds tag %s. The newer source commit has no image yet."
                .formatted(BUILT));
    assertThat(condition(two, "Ready").message())
        .endsWith("The 2 newer source commits have no image yet.");
    assertThat(condition(kept(GitOpsBindingStatus.EMPTY, 0), "Ready").message())
        .isEqualTo("apps/web/deployment.yaml holds tag %s.".formatted(BUILT));
    assertThat(one.source().commit()).isEqualTo(TIP.hex());
    assertThat(one.awaiting()).isNull();
    assertThat(one.landed().tag()).isEqualTo(BUILT.hex());
    assertThat(condition(one, "RolledOut").reason()).isEqualTo("Complete");
  }

  @Test
  void theRolloutOfWhatHasLandedIsToldWhileTheCommitToDeployIsNotKnown() {
    // Given
    GitOpsBindingStatus before = kept(GitOpsBindingStatus.EMPTY, 1);

    // When
    GitOpsBindingStatus after =
        StatusProjector.project(
            Observation.of(BINDING, before, null, Projections.found(IMAGE), NOW),
            Projections.stopped(Reason.HOST_UNREACHABLE),
            LATER);

    // Then
    assertThat(condition(after, "RolledOut").reason()).isEqualTo("Complete");
  }

  @Test
  void imagesAreLookedForSinceTheTipWasSeen() {
    Observation observation =
        observation(GitOpsBindingStatus.EMPTY, new SelectedCommit(BUILT, 1, false));
    GitOpsBindingStatus after =
        StatusProjector.project(observation, new Outcome.Kept(BUILT.hex()), NOW);
    assertThat(NewerCommits.lookedFor(observation, after, LATER).map(Duration::toSeconds))
        .contains(60L);
    assertThat(
            NewerCommits.lookedFor(
                observation(after, new SelectedCommit(BUILT, 1, true)), after, LATER))
        .as("a search that goes on")
        .contains(Duration.ZERO);
    assertThat(
            NewerCommits.lookedFor(observation(after, SelectedCommit.newest(BUILT)), after, LATER))
        .isEqualTo(Optional.empty());
  }

  @Test
  void withPathsATipThatKeepsMovingDoesNotKeepTheLooksFrequent() {
    Observation observation =
        observation(WITH_PATHS, GitOpsBindingStatus.EMPTY, new SelectedCommit(BUILT, 1, false));
    GitOpsBindingStatus after =
        StatusProjector.project(observation, new Outcome.Kept(BUILT.hex()), NOW);

    assertThat(NewerCommits.lookedFor(observation, after, NOW)).contains(Duration.ofMinutes(2));
    assertThat(
            NewerCommits.lookedFor(observation, after, NOW.plus(Duration.ofHours(1)))
                .map(Duration::toHours))
        .contains(1L);
  }

  @Test
  void readySaysThatNoCommitOfThoseThatWereReadTouchesThePaths() {
    // Given
    Observation observation =
        Observation.of(WITH_PATHS, GitOpsBindingStatus.EMPTY, null, Projections.found(IMAGE), NOW)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, NOW))
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(new ManifestSeen(Projections.MANIFEST, List.of(IMAGE)), NOW))
            .with(Questions.PATH_COMMIT, new Fact.Known<>(new PathCommit.BeyondReach(1_000), NOW));

    // When
    GitOpsBindingStatus after =
        StatusProjector.project(observation, new Outcome.Kept(BUILT.hex()), NOW);

    // Then
    assertThat(condition(after, "Ready").status()).isEqualTo("True");
    assertThat(condition(after, "Ready").message())
        .endsWith(BUILT + ". None of the newest 1000 source commits touches spec.source.paths.");
    assertThat(condition(after, "RolledOut").reason()).isEqualTo("Complete");
    assertThat(after.source().commit()).isEqualTo(TIP.hex());
  }

  private static GitOpsBindingStatus kept(GitOpsBindingStatus before, int newer) {
    return StatusProjector.project(
        observation(before, new SelectedCommit(BUILT, newer, false)),
        new Outcome.Kept(BUILT.hex()),
        NOW);
  }

  private static Observation observation(GitOpsBindingStatus before, SelectedCommit selected) {
    return observation(BINDING, before, selected);
  }

  private static Observation observation(
      Binding binding, GitOpsBindingStatus before, SelectedCommit selected) {
    return Observation.of(binding, before, null, Projections.found(IMAGE), NOW)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(TIP, NOW))
        .with(
            Questions.MANIFEST,
            new Fact.Known<>(new ManifestSeen(Projections.MANIFEST, List.of(IMAGE)), NOW))
        .with(Questions.SELECTED_COMMIT, new Fact.Known<>(selected, NOW));
  }
}
