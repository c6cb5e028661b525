package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.await;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.commitOthers;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.lane.HeadFixture.HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.HeadState;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Heads whose fork from the base is far away or ambiguous; git's command line judges. */
class HeadForkTest {
  @AutoClose private final HeadFixture branch = new HeadFixture();
  private final LaneFixture fixture = branch.fixture;
  private final GitRepository repository = branch.repository;
  private final Remote deploy = branch.deploy;

  @Test
  void aForkBelowTheUsualDepthIsFoundByADeeperFetch() {
    // Given
    commitLongAgo();
    pushed(branch.push(change("f", "a", "1", "2")));
    commitOthers(repository, 150);
    try (Lanes fresh = GitParts.lanes(fixture.connector, fixture.settings, fixture.counts)) {
      int before = fixture.connector.count(FETCH);

      // When
      HeadState state = ok(fresh.head(deploy, HEAD, Instant.MAX, PATIENCE));
      pushed(await(fresh.submit(deploy, HEAD, change("f", "a", "2", "3"))));

      // Then
      assertThat(state).matches(HeadState::lags).matches(HeadState::own);
      assertThat(fixture.connector.count(FETCH) - before).isEqualTo(2);
      assertThat(repository.git("merge-base", "main", HEAD)).isEqualTo(repository.tip("main"));
    }
  }

  @Test
  void aForkThatIsTooDeepIsNotMerged() {
    // Given
    commitLongAgo();
    String ours = pushed(branch.push(change("f", "a", "1", "2"))).commit().hex();
    commitOthers(repository, 2100);
    try (Lanes fresh = GitParts.lanes(fixture.connector, fixture.settings, fixture.counts)) {
      // When
      pushed(await(fresh.submit(deploy, HEAD, change("f", "a", "2", "3"))));

      // Then
      assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(ours);
      HeadState state = ok(fresh.head(deploy, HEAD, Instant.MAX, PATIENCE));
      assertThat(state).matches(HeadState::lags).matches(known -> !known.own());
    }
  }

  @Fault(value = "head and base merged into each other at the same time", holds = "I1")
  @Test
  void twoBestCommonAncestorsAreNotMerged() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "b: 1\n"), "base");
    String ours = pushed(branch.push(change("f", "a", "1", "2"))).commit().hex();
    String theirs = repository.commit("main", "g", "b: 7\n");
    String tree = repository.git("merge-tree", "--write-tree", ours, theirs);
    repository.git(
        "update-ref",
        "refs/heads/main",
        repository.git("commit-tree", tree, "-p", theirs, "-p", ours, "-m", "one"));
    String crossed = repository.git("commit-tree", tree, "-p", ours, "-p", theirs, "-m", "two");
    repository.git("update-ref", "refs/heads/" + HEAD, crossed);

    // When
    pushed(branch.push(change("f", "a", "2", "3")));

    // Then
    assertThat(repository.log(HEAD, "%P").getFirst()).isEqualTo(crossed);
  }

  /** Before the commits of {@link LaneFixture#commitOthers}, whose times are fixed. */
  private void commitLongAgo() {
    String stream =
        """
        commit refs/heads/main
        committer Ada <ada@example.com> 1600000000 +0000
        data 1
        c
        M 100644 inline f
        data 5
        a: 1

        """;
    repository.feed(stream.getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet");
  }
}
