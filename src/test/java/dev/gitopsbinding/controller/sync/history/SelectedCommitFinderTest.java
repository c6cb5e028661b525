package dev.gitopsbinding.controller.sync.history;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus.LandedTag;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.kube.SecretStore;
import dev.gitopsbinding.controller.sync.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.FactFinder;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.source.history.HistorySettings;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.apiserver.ApiPermits;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.ManifestSeen;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.SelectedCommit;
import dev.gitopsbinding.plan.Workload;
import dev.gitopsbinding.testing.ApiServerStandIn;
import dev.gitopsbinding.testing.GitRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which commit is chosen, and how many images are looked for; registry and forge are scripted. */
class SelectedCommitFinderTest {
  private static final String URL = "https://git.example.com/web";

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  @AutoClose private final ApiServerStandIn api = ApiServerStandIn.start(_ -> {});
  private final GitRepository git = fixture.repository("web");
  private final Set<CommitSha> built = new HashSet<>();
  private final Set<CommitSha> failed = new HashSet<>();
  private final List<CommitSha> looks = new ArrayList<>();
  private boolean due = true;
  private boolean registryFails;

  @AutoClose
  private final SourceHistories histories =
      new SourceHistories(
          fixture.connector,
          new HistorySettings(
              fixture.folder.path().resolve("histories"), 1L << 30, Duration.ofHours(1)),
          new DiskBudget(1L << 30));

  private final SelectedCommitFinder finder =
      new SelectedCommitFinder(
          new CredentialedRemotes(
              new SecretStore(
                  api.client(), new ApiPermits(), Clock.systemUTC(), Duration.ofMinutes(5)),
              new AllowedHosts(List.of()),
              new SchemePolicy(false)),
          histories,
          FactFinder.of(Questions.IMAGE, (candidate, _) -> image(candidate)),
          FactFinder.of(Questions.CHECKS, (candidate, _) -> checks(candidate)),
          (_, _, _) -> due);

  private final List<CommitSha> commits =
      IntStream.range(0, 30).mapToObj(i -> new CommitSha(git.commit("main", "f", "" + i))).toList();

  private final CommitSha tip = commits.getLast();

  @Test
  void looksFromTheTipDownForTwentyImagesAndGoesOnInTheNextSync() throws InterruptedException {
    // Given
    built.add(commits.get(3));

    // Then
    assertThat(find(commits.get(1), GitOpsBindingStatus.EMPTY))
        .isEqualTo(new SelectedCommit(commits.get(1), 28, true));
    assertThat(looks).isEqualTo(commits.subList(10, 30).reversed());
    assertThat(find(commits.get(1), GitOpsBindingStatus.EMPTY))
        .isEqualTo(new SelectedCommit(commits.get(3), 26, false));
    assertThat(looks).as("none was looked for twice").isEqualTo(commits.subList(3, 30).reversed());
    assertThat(fixture.connector.count(FETCH)).isOne();

    // When: the search has ended, and there is an image for the tip
    built.add(tip);

    // Then
    assertThat(find(commits.get(3), GitOpsBindingStatus.EMPTY))
        .isEqualTo(SelectedCommit.newest(tip));
  }

  @Test
  void nothingIsAskedWhereNothingCanBeNewerOrTheLookIsNotDue() throws InterruptedException {
    assertThat(find(tip, GitOpsBindingStatus.EMPTY)).isEqualTo(SelectedCommit.newest(tip));
    assertThat(find("old", GitOpsBindingStatus.EMPTY)).isEqualTo(SelectedCommit.newest(tip));
    assertThat(fixture.connector.count(FETCH)).isZero();

    // When
    due = false;

    // Then
    assertThat(find(commits.get(27), GitOpsBindingStatus.EMPTY))
        .isEqualTo(new SelectedCommit(commits.get(27), 2, false));
    assertThat(looks).isEmpty();
  }

  @Test
  void onlyTheTipCountsWhereTheDeployedCommitIsNotOfTheBranch() throws InterruptedException {
    assertThat(find(new CommitSha("7".repeat(40)), GitOpsBindingStatus.EMPTY))
        .isEqualTo(SelectedCommit.newest(tip));
    assertThat(looks).isEmpty();
  }

  @Test
  void nothingOlderThanWhatHasLandedIsChosenAfterARevert() throws InterruptedException {
    // Given: the landed image was deleted, and an older one is there
    built.add(commits.get(5));
    CommitSha landed = commits.get(28);

    // Then
    assertThat(find(commits.get(2), status(landed)))
        .isEqualTo(new SelectedCommit(landed, 1, false));
    assertThat(looks).containsExactly(tip);
  }

  @Test
  void aCommitWhoseChecksHaveNotPassedIsPassedOver() throws InterruptedException {
    // Given
    built.addAll(List.of(tip, commits.get(28)));
    failed.add(tip);

    // Then
    assertThat(find(commits.get(20), GitOpsBindingStatus.EMPTY))
        .isEqualTo(new SelectedCommit(commits.get(28), 1, false));
  }

  @Test
  void aRegistryThatFailsIsNoMissingImage() throws InterruptedException {
    // Given
    registryFails = true;

    // Then
    assertThat(
            finder.find(
                observation(commits.get(2).hex(), GitOpsBindingStatus.EMPTY),
                TimeLimit.in(LaneFixture.PATIENCE)))
        .isInstanceOfSatisfying(
            Fact.Unavailable.class,
            fact -> assertThat(fact.failure().reason()).isEqualTo(Reason.REGISTRY_UNAVAILABLE));
  }

  private SelectedCommit find(CommitSha deployed, GitOpsBindingStatus status)
      throws InterruptedException {
    return find(deployed.hex(), status);
  }

  private SelectedCommit find(String tag, GitOpsBindingStatus status) throws InterruptedException {
    return finder
        .find(observation(tag, status), TimeLimit.in(LaneFixture.PATIENCE))
        .known()
        .orElseThrow();
  }

  private Observation observation(String tag, GitOpsBindingStatus status) {
    Instant now = Instant.EPOCH;
    return Observation.of(binding(), status, null, new Workload.Missing(), now)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(tip, now))
        .with(
            Questions.MANIFEST,
            new Fact.Known<>(
                new ManifestSeen(new CommitSha("9".repeat(40)), List.of("ghcr.io/acme/web:" + tag)),
                now));
  }

  private static Binding binding() {
    return Bindings.parse(
        Bindings.resource(
            "source: {url: \"%s\", ref: {branch: main}, select: NewestWithImage, checks: {provider: GitHub}}"
                .formatted(URL)));
  }

  private static GitOpsBindingStatus status(CommitSha landed) {
    return new GitOpsBindingStatus(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new LandedTag(landed.hex(), binding().file(), binding().selection()),
        null,
        List.of());
  }

  private Fact<Boolean> image(Observation candidate) {
    CommitSha commit = candidate.selected().orElseThrow();
    looks.add(commit);
    return registryFails
        ? new Fact.Unavailable<>(
            new Failure.Remote(Reason.REGISTRY_UNAVAILABLE, "the registry is down"))
        : new Fact.Known<>(built.contains(commit), Instant.MIN);
  }

  private Fact<CheckState> checks(Observation candidate) {
    return new Fact.Known<>(
        failed.contains(candidate.selected().orElseThrow())
            ? new CheckState.Failed("build", "failure", null)
            : new CheckState.Passed(),
        Instant.MIN);
  }
}
