package dev.gitopsbinding.controller.sync.history;

import static dev.gitopsbinding.controller.sync.history.SelectionFixture.SOURCE;
import static dev.gitopsbinding.controller.sync.history.SelectionFixture.URL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which commit is chosen; registry and forge are scripted. */
class SelectedCommitFinderTest {
  @AutoClose private final SelectionFixture fixture = new SelectionFixture();
  private final List<CommitSha> commits = fixture.commits;
  private final Set<CommitSha> built = fixture.built;
  private final List<CommitSha> looks = fixture.looks;

  @Test
  void findsTheCommitThatABindingWouldTakeThatTakesTheTipOnly() throws InterruptedException {
    // Given
    built.add(commits.get(26));
    Binding newest = Bindings.parse(Bindings.resource(SOURCE.formatted(URL, "")));

    // When
    Fact<SelectedCommit> found =
        fixture.finder.find(
            fixture.observation(
                newest, fixture.tip, commits.get(20).hex(), GitOpsBindingStatus.EMPTY),
            TimeLimit.in(LaneFixture.PATIENCE));

    // Then
    assertThat(found.known()).contains(new SelectedCommit(commits.get(26), 3, false));
    assertThat(looks).isEqualTo(commits.subList(26, 30).reversed());
  }

  @Test
  void onlyTheTipCountsWhereTheDeployedCommitIsNotOfTheBranch() throws InterruptedException {
    assertThat(fixture.find(new CommitSha("7".repeat(40)), GitOpsBindingStatus.EMPTY))
        .isEqualTo(SelectedCommit.newest(fixture.tip));
    assertThat(looks).isEmpty();
  }

  @Test
  void aPersonsCommitThatCameInByAMergeIsNotReplacedByAnOlderOne() throws InterruptedException {
    // Given: the file holds the merged commit, which is not on the line; an older one has landed
    CommitSha merged = child(commits.get(27));
    fixture.tip = child(commits.get(29), merged);
    fixture.source.git.git("update-ref", "refs/heads/main", fixture.tip.hex());
    CommitSha landed = commits.get(20);
    built.add(commits.get(25));

    // Then
    assertThat(fixture.find(merged, SelectionFixture.status(landed)))
        .isEqualTo(SelectedCommit.newest(fixture.tip));
    assertThat(
            fixture.find(
                landed.hex() + ", ghcr.io/acme/web:" + merged, SelectionFixture.status(landed)))
        .as("one of two containers")
        .isEqualTo(SelectedCommit.newest(fixture.tip));
    assertThat(fixture.find("latest", SelectionFixture.status(landed)))
        .as("what the tag is made of is not known")
        .isEqualTo(SelectedCommit.newest(fixture.tip));
    assertThat(looks).as("the tip is looked for by the rule for images").isEmpty();
  }

  @Test
  void theSearchEndsAtTheNewestOfSeveralCommitsThatTheFileHolds() throws InterruptedException {
    // Given
    built.add(commits.get(10));
    String both = commits.get(5).hex() + ", ghcr.io/acme/web:" + commits.get(26);

    // Then
    assertThat(fixture.find(both, GitOpsBindingStatus.EMPTY))
        .isEqualTo(new SelectedCommit(commits.get(26), 3, false));
    assertThat(looks).isEqualTo(commits.subList(27, 30).reversed());
  }

  @Test
  void nothingOlderThanWhatHasLandedIsChosenAfterARevert() throws InterruptedException {
    // Given: the landed image was deleted, and an older one is there
    built.add(commits.get(5));
    CommitSha landed = commits.get(28);

    // Then
    assertThat(fixture.find(commits.get(2), SelectionFixture.status(landed)))
        .isEqualTo(new SelectedCommit(landed, 1, false));
    assertThat(looks).containsExactly(fixture.tip);
  }

  @Test
  void aCommitWhoseChecksHaveNotPassedIsPassedOver() throws InterruptedException {
    // Given
    built.addAll(List.of(fixture.tip, commits.get(28)));
    fixture.failed.add(fixture.tip);

    // Then
    assertThat(fixture.find(commits.get(20), GitOpsBindingStatus.EMPTY))
        .isEqualTo(new SelectedCommit(commits.get(28), 1, false));
  }

  @Test
  void withPathsOnlyTheCommitsThatTouchThemAreLookedAt() throws InterruptedException {
    // Given
    CommitSha docs = new CommitSha(fixture.source.git.commit("main", "docs/a.md", "1"));
    CommitSha code = new CommitSha(fixture.source.git.commit("main", "f", "code"));
    CommitSha more = new CommitSha(fixture.source.git.commit("main", "docs/b.md", "2"));
    built.addAll(List.of(docs, more, commits.get(28)));

    // Then: the deployed commit itself need not touch the paths
    assertThat(fixture.findWithPaths(more, code, commits.get(25)))
        .isEqualTo(new SelectedCommit(commits.get(28), 2, false));
    assertThat(looks).containsExactly(code, fixture.tip, commits.get(28));
    looks.clear();
    fixture.clock.pass(Duration.ofSeconds(30));
    assertThat(fixture.findWithPaths(more, code, docs))
        .isEqualTo(new SelectedCommit(docs, 1, false));
    assertThat(fixture.findWithPaths(more, code, more))
        .isEqualTo(new SelectedCommit(more, 0, false));
    assertThat(looks).containsExactly(code);
    assertThat(fixture.findWithPaths(more, code, new CommitSha("7".repeat(40))))
        .as("not of the branch")
        .isEqualTo(SelectedCommit.newest(code));
  }

  private CommitSha child(CommitSha... parents) {
    List<String> arguments = new ArrayList<>(List.of("commit-tree", parents[0] + "^{tree}"));
    for (CommitSha parent : parents) {
      arguments.addAll(List.of("-p", parent.hex()));
    }
    arguments.addAll(List.of("-m", "of " + parents.length));
    return new CommitSha(fixture.source.git.git(arguments.toArray(String[]::new)));
  }
}
