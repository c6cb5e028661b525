package dev.gitopsbinding.controller.sync.history;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.kube.SecretStore;
import dev.gitopsbinding.controller.sync.CredentialedRemotes;
import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.source.history.HistorySettings;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.git.source.paths.PathHistories;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.apiserver.ApiPermits;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.Ancestry;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.PathCommit;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.ApiServerStandIn;
import dev.gitopsbinding.testing.GitRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How much of a source's history a binding with paths has fetched, by git's own server program. */
class PathsHistoryTest {
  @AutoClose private final LaneFixture fixture = new LaneFixture();
  @AutoClose private final ApiServerStandIn api = ApiServerStandIn.start(_ -> {});
  private final GitRepository git = fixture.repository("web");

  @AutoClose
  private final SourceHistories histories =
      new SourceHistories(
          fixture.connector,
          new HistorySettings(
              fixture.folder.path().resolve("histories"), 1L << 30, Duration.ofHours(1)),
          new DiskBudget(1L << 30));

  private final CredentialedRemotes remotes =
      new CredentialedRemotes(
          new SecretStore(api.client(), new ApiPermits(), Clock.systemUTC(), Duration.ofMinutes(5)),
          new AllowedHosts(List.of()),
          new SchemePolicy(false));

  private final PathCommitFinder paths =
      new PathCommitFinder(
          remotes, new PathHistories(histories, new Committers(LaneFixture.COMMITTER)));
  private final AncestryFinder ancestry = new AncestryFinder(remotes, histories);
  private final ContentsFinder contents = new ContentsFinder(remotes, histories);

  @Test
  void eachMoveOfTheSourceIsFetchedOnce() throws InterruptedException {
    // Given
    git.git("config", "uploadpack.allowFilter", "true");
    String deployed = git.commit("main", "web/f", "one");

    for (int move = 1; move <= 3; move++) {
      // When
      String tip = git.commit("main", "web/f", "move " + move);
      Observation observation = observe(tip, deployed);

      // Then
      assertThat(ancestry.find(observation, limit()).known()).contains(new Ancestry.Descends());
      assertThat(contents.find(observation, limit()).known().orElseThrow().newest())
          .extracting(commit -> commit.commit().hex())
          .containsExactly(tip);
      assertThat(fixture.connector.count(FETCH)).isEqualTo(move);
      deployed = tip;
    }
  }

  @Test
  void aRewoundBranchIsToldWithTheCommonCommit() throws InterruptedException {
    // Given
    String base = git.commit("main", "web/f", "base");
    String left = git.commit("main", "web/f", "left");
    git.git("update-ref", "refs/heads/main", base);
    String right = git.commit("main", "web/f", "right");

    // Then
    assertThat(ancestry.find(observe(right, left), limit()).known())
        .contains(new Ancestry.Rewound(left, new CommitSha(base)));
  }

  /** The binding, with the newest commit that touches its paths. */
  private Observation observe(String tip, String deployed) throws InterruptedException {
    Observation observation =
        Observation.of(
                Bindings.parse(
                    Bindings.resource(
                        """
                        source:
                          url: "https://git.example.com/web"
                          ref: {branch: main}
                          rewind: Hold
                          paths: {include: [web]}
                        image: {name: ghcr.io/acme/web}
                        """)),
                GitOpsBindingStatus.EMPTY,
                null,
                new Workload.Missing(),
                Instant.EPOCH)
            .with(Questions.SOURCE_TIP, new Fact.Known<>(new CommitSha(tip), Instant.EPOCH))
            .with(
                Questions.MANIFEST,
                new Fact.Known<>(
                    new ManifestSeen(
                        new CommitSha("9".repeat(40)), List.of("ghcr.io/acme/web:" + deployed)),
                    Instant.EPOCH));
    Fact<PathCommit> newest = paths.find(observation, limit());
    assertThat(newest.known().flatMap(PathCommit::found)).contains(new CommitSha(tip));
    return observation.with(Questions.PATH_COMMIT, newest);
  }

  private static TimeLimit limit() {
    return TimeLimit.in(LaneFixture.PATIENCE);
  }
}
