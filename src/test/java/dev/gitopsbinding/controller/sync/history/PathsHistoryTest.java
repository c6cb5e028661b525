package dev.gitopsbinding.controller.sync.history;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.source.paths.PathHistories;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.Ancestry;
import dev.gitopsbinding.plan.fact.PathCommit;
import dev.gitopsbinding.testing.git.GitRepository;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How much of a source's history a binding with paths has fetched, by git's own server program. */
class PathsHistoryTest {
  @AutoClose private final SourceFixture source = new SourceFixture();
  private final GitRepository git = source.git;

  private final PathCommitFinder paths =
      new PathCommitFinder(
          source.remotes,
          new PathHistories(source.histories, new Committers(LaneFixture.COMMITTER)));
  private final AncestryFinder ancestry = new AncestryFinder(source.remotes, source.histories);
  private final ContentsFinder contents = new ContentsFinder(source.remotes, source.histories);

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
      assertThat(source.lanes.connector.count(FETCH)).isEqualTo(move);
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
        SourceFixture.observation(
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
            tip,
            List.of("ghcr.io/acme/web:" + deployed));
    Fact<PathCommit> newest = paths.find(observation, limit());
    assertThat(newest.known().flatMap(PathCommit::found)).contains(new CommitSha(tip));
    return observation.with(Questions.PATH_COMMIT, newest);
  }

  private static TimeLimit limit() {
    return TimeLimit.in(LaneFixture.PATIENCE);
  }
}
