package dev.gitopsbinding.controller.sync.history;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.kube.SecretStore;
import dev.gitopsbinding.controller.sync.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.FactFinder;
import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.source.history.HistorySettings;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.git.source.paths.PathHistories;
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
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.PathCommit;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.ApiServerStandIn;
import dev.gitopsbinding.testing.GitRepository;
import dev.gitopsbinding.testing.SteppedClock;
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
  private static final String SOURCE = "source: {url: \"%s\", ref: {branch: main}, %s}";

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  @AutoClose private final ApiServerStandIn api = ApiServerStandIn.start(_ -> {});
  private final GitRepository git = fixture.repository("web");
  private final Set<CommitSha> built = new HashSet<>();
  private final Set<CommitSha> failed = new HashSet<>();
  private final List<CommitSha> looks = new ArrayList<>();
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-02T12:00:00Z"));
  private Instant notBefore = Instant.EPOCH;
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
          new PathHistories(histories, new Committers(LaneFixture.COMMITTER)),
          FactFinder.of(Questions.IMAGE, (candidate, _) -> image(candidate)),
          FactFinder.of(Questions.CHECKS, (candidate, _) -> checks(candidate)),
          (_, _, _) -> due,
          SelectedCommitFinder.MAX_LOOKS,
          clock);

  private final List<CommitSha> commits =
      IntStream.range(0, 30).mapToObj(i -> new CommitSha(git.commit("main", "f", "" + i))).toList();

  private CommitSha tip = commits.getLast();

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
    clock.pass(Duration.ofSeconds(5));

    // Then
    assertThat(find(commits.get(3), GitOpsBindingStatus.EMPTY))
        .isEqualTo(SelectedCommit.newest(tip));
  }

  @Test
  void findsTheCommitThatABindingWouldTakeThatTakesTheTipOnly() throws InterruptedException {
    // Given
    built.add(commits.get(26));
    Binding newest = Bindings.parse(Bindings.resource(SOURCE.formatted(URL, "")));

    // When
    Fact<SelectedCommit> found =
        finder.find(
            observation(newest, tip, commits.get(20).hex(), GitOpsBindingStatus.EMPTY),
            TimeLimit.in(LaneFixture.PATIENCE));

    // Then
    assertThat(found.known()).contains(new SelectedCommit(commits.get(26), 3, false));
    assertThat(looks).isEqualTo(commits.subList(26, 30).reversed());
  }

  @Test
  void whatHasBeenMissingForLongIsNotLookedForInEachSync() throws InterruptedException {
    // Given: 18 commits without an image, missing for 10 minutes, by the schedule
    CommitSha deployed = commits.get(10);
    tip = commits.get(28);
    for (int look = 0; look < 20; look++) {
      find(deployed, GitOpsBindingStatus.EMPTY);
      clock.pass(Duration.ofSeconds(30));
    }
    looks.clear();

    // When: one more commit, which is looked for every 5 s
    tip = commits.get(29);
    for (int look = 0; look < 12; look++) {
      find(deployed, GitOpsBindingStatus.EMPTY);
      clock.pass(Duration.ofSeconds(5));
    }

    // Then
    assertThat(looks.stream().filter(tip::equals)).hasSize(12);
    assertThat(looks.stream().filter(commit -> !commit.equals(tip)))
        .as("as before, and not 12 times each")
        .hasSize(18);
  }

  @Test
  void aBindingThatHasCaughtUpRemembersNoMisses() throws InterruptedException {
    // Given: two images are missing
    CommitSha deployed = commits.get(27);
    find(deployed, GitOpsBindingStatus.EMPTY);
    find(deployed, GitOpsBindingStatus.EMPTY);
    assertThat(looks).as("not due again").hasSize(2);

    // When: a person deploys the tip, and takes it back
    find(tip, GitOpsBindingStatus.EMPTY);
    looks.clear();
    find(deployed, GitOpsBindingStatus.EMPTY);

    // Then
    assertThat(looks).isEqualTo(commits.subList(28, 30).reversed());
  }

  @Test
  void anImageIsNoticedWithinTheInterval() throws InterruptedException {
    // Given: the looks have become rare
    CommitSha deployed = commits.get(27);
    for (int look = 0; look < 20; look++) {
      find(deployed, GitOpsBindingStatus.EMPTY);
      clock.pass(Duration.ofSeconds(110));
    }
    looks.clear();

    // Then: the next sync may come after a whole interval
    clock.pass(Duration.ofSeconds(1));
    find(deployed, GitOpsBindingStatus.EMPTY);
    clock.pass(Duration.ofSeconds(20));
    find(deployed, GitOpsBindingStatus.EMPTY);
    assertThat(looks).hasSize(4);
  }

  @Test
  void aRequestedSyncLooksForAll() throws InterruptedException {
    // Given
    CommitSha deployed = commits.get(26);
    find(deployed, GitOpsBindingStatus.EMPTY);
    find(deployed, GitOpsBindingStatus.EMPTY);
    assertThat(looks).hasSize(3);

    // When
    clock.pass(Duration.ofSeconds(1));
    notBefore = clock.instant();
    find(deployed, GitOpsBindingStatus.EMPTY);
    find(deployed, GitOpsBindingStatus.EMPTY);

    // Then
    assertThat(looks).hasSize(6);
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
  void aPersonsCommitThatCameInByAMergeIsNotReplacedByAnOlderOne() throws InterruptedException {
    // Given: the file holds the merged commit, which is not on the line; an older one has landed
    CommitSha merged = child(commits.get(27));
    tip = child(commits.get(29), merged);
    git.git("update-ref", "refs/heads/main", tip.hex());
    CommitSha landed = commits.get(20);
    built.add(commits.get(25));

    // Then
    assertThat(find(merged, status(landed))).isEqualTo(SelectedCommit.newest(tip));
    assertThat(find(landed.hex() + ", ghcr.io/acme/web:" + merged, status(landed)))
        .as("one of two containers")
        .isEqualTo(SelectedCommit.newest(tip));
    assertThat(find("latest", status(landed)))
        .as("what the tag is made of is not known")
        .isEqualTo(SelectedCommit.newest(tip));
    assertThat(looks).as("the tip is looked for by the rule for images").isEmpty();
  }

  @Test
  void theSearchEndsAtTheNewestOfSeveralCommitsThatTheFileHolds() throws InterruptedException {
    // Given
    built.add(commits.get(10));
    String both = commits.get(5).hex() + ", ghcr.io/acme/web:" + commits.get(26);

    // Then
    assertThat(find(both, GitOpsBindingStatus.EMPTY))
        .isEqualTo(new SelectedCommit(commits.get(26), 3, false));
    assertThat(looks).isEqualTo(commits.subList(27, 30).reversed());
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
  void withPathsOnlyTheCommitsThatTouchThemAreLookedAt() throws InterruptedException {
    // Given
    CommitSha docs = new CommitSha(git.commit("main", "docs/a.md", "1"));
    CommitSha code = new CommitSha(git.commit("main", "f", "code"));
    CommitSha more = new CommitSha(git.commit("main", "docs/b.md", "2"));
    built.addAll(List.of(docs, more, commits.get(28)));

    // Then: the deployed commit itself need not touch the paths
    assertThat(findWithPaths(more, code, commits.get(25)))
        .isEqualTo(new SelectedCommit(commits.get(28), 2, false));
    assertThat(looks).containsExactly(code, tip, commits.get(28));
    looks.clear();
    clock.pass(Duration.ofSeconds(30));
    assertThat(findWithPaths(more, code, docs)).isEqualTo(new SelectedCommit(docs, 1, false));
    assertThat(findWithPaths(more, code, more)).isEqualTo(new SelectedCommit(more, 0, false));
    assertThat(looks).containsExactly(code);
    assertThat(findWithPaths(more, code, new CommitSha("7".repeat(40))))
        .as("not of the branch")
        .isEqualTo(SelectedCommit.newest(code));
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

  private CommitSha child(CommitSha... parents) {
    List<String> arguments = new ArrayList<>(List.of("commit-tree", parents[0] + "^{tree}"));
    for (CommitSha parent : parents) {
      arguments.addAll(List.of("-p", parent.hex()));
    }
    arguments.addAll(List.of("-m", "of " + parents.length));
    return new CommitSha(git.git(arguments.toArray(String[]::new)));
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

  private SelectedCommit findWithPaths(CommitSha top, CommitSha newest, CommitSha deployed)
      throws InterruptedException {
    Observation observation =
        observation(
                binding("paths: {exclude: [docs]}, "),
                top,
                deployed.hex(),
                GitOpsBindingStatus.EMPTY)
            .with(
                Questions.PATH_COMMIT,
                new Fact.Known<>(new PathCommit.Found(newest, null), Instant.EPOCH));
    return finder.find(observation, TimeLimit.in(LaneFixture.PATIENCE)).known().orElseThrow();
  }

  private Observation observation(String tag, GitOpsBindingStatus status) {
    return observation(binding(), tip, tag, status);
  }

  private Observation observation(
      Binding binding, CommitSha top, String tag, GitOpsBindingStatus status) {
    Instant now = Instant.EPOCH;
    Instant reusable = clock.instant().minus(binding.interval().dividedBy(2));
    Instant since = notBefore.isAfter(reusable) ? notBefore : reusable;
    return Observation.of(binding, status, null, new Workload.Missing(), since)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(top, now))
        .with(
            Questions.MANIFEST,
            new Fact.Known<>(
                new ManifestSeen(
                    new CommitSha("9".repeat(40)),
                    List.of(("ghcr.io/acme/web:" + tag).split(", "))),
                now));
  }

  private static Binding binding() {
    return binding("");
  }

  private static Binding binding(String paths) {
    return Bindings.parse(
        Bindings.resource(
            SOURCE.formatted(URL, paths + "select: NewestWithImage, checks: {provider: GitHub}")));
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

  private Fact<ImageSeen> image(Observation candidate) {
    CommitSha commit = candidate.selected().orElseThrow();
    looks.add(commit);
    return registryFails
        ? new Fact.Unavailable<>(
            new Failure.Remote(Reason.REGISTRY_UNAVAILABLE, "the registry is down"))
        : new Fact.Known<>(new ImageSeen(built.contains(commit), null), Instant.MIN);
  }

  private Fact<CheckState> checks(Observation candidate) {
    return new Fact.Known<>(
        failed.contains(candidate.selected().orElseThrow())
            ? new CheckState.Failed("build", "failure", null)
            : new CheckState.Passed(),
        Instant.MIN);
  }
}
