package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.await;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.edit;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LanesTest {
  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");

  @Test
  void pushesOneCommitAndLeavesAllElseAlone() {
    // Given
    String base =
        repository.commit("main", Map.of("a/b.yaml", "x: 1\ntag: one\n", "c", "keep"), "base");
    // When
    PushResult result = fixture.push(deploy, change("a/b.yaml", "tag", "one", "two"));
    // Then
    PushResult.Pushed pushed = pushed(result);
    assertThat(pushed.commit().hex()).isEqualTo(repository.tip("main"));
    assertThat(pushed.tip()).isEqualTo(pushed.commit());
    assertThat(pushed.replaced()).containsExactly("one");
    assertThat(repository.text("main", "a/b.yaml")).isEqualTo("x: 1\ntag: two\n");
    assertThat(repository.git("diff", "--stat", base, "main")).contains("1 file changed");
    assertThat(repository.log("main", "%P|%an|%ae|%cn|%ce|%s").getFirst())
        .isEqualTo(
            base + "|Grace|grace@example.com|Operator|op@example.com|chore: update a/b.yaml");
    assertThat(repository.git("fsck", "--strict")).isEmpty();
  }

  @Test
  void writesNothingThatIsThereAlready() {
    // Given
    String tip = repository.commit("main", "f", "tag: two\n");
    // When
    PushResult result = fixture.push(deploy, change("f", "tag", "one", "two"));
    // Then
    assertThat(result)
        .isInstanceOfSatisfying(
            PushResult.AlreadyApplied.class,
            applied -> assertThat(applied.tip().hex()).isEqualTo(tip));
    assertThat(fixture.connector.count(PUSH)).isZero();
  }

  @Test
  void isSupersededWhereTheFileHoldsSomethingElse() {
    // Given
    String tip = repository.commit("main", "f", "tag: three\n");
    // When
    PushResult result = fixture.push(deploy, change("f", "tag", "one", "two"));
    // Then
    assertThat(result).isEqualTo(new PushResult.Superseded());
    assertThat(repository.tip("main")).isEqualTo(tip);
  }

  @Test
  void appliesAllEditsOfAChangeSetOrNone() {
    // Given
    String tip = repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 7\n"), "base");
    // When
    PushResult result = fixture.push(deploy, twoFiles());
    // Then
    assertThat(result).isInstanceOf(PushResult.Superseded.class);
    assertThat(repository.tip("main")).isEqualTo(tip);
    // When
    repository.commit("main", "g", "a: 1\n");
    PushResult healed = fixture.push(deploy, twoFiles());
    // Then
    assertThat(pushed(healed).replaced()).containsExactly("1", "1");
    assertThat(repository.text("main", "f") + repository.text("main", "g"))
        .isEqualTo("a: 2\na: 2\n");
    assertThat(repository.log("main", "%H")).hasSize(3);
  }

  private static ChangeSet twoFiles() {
    return new ChangeSet(
        new BindingId("shop", "web"),
        List.of(
            new ChangeSet.FileEdit(new RepositoryPath("f"), edit("a", "1", "2")),
            new ChangeSet.FileEdit(new RepositoryPath("g"), edit("a", "1", "2"))),
        AUTHOR,
        "both",
        () -> true,
        null);
  }

  @Fault(value = "branch that is not there", holds = "I1")
  @Test
  void neverMakesABranch() {
    // Given
    String tip = repository.commit("main", "f", "a: 1\n");
    pushed(fixture.push(deploy, change("f", "a", "1", "2")));
    repository.git("branch", "other", tip);
    repository.git("update-ref", "-d", "refs/heads/main");
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "2", "3"));
    // Then
    assertThat(failure(result).reason()).isEqualTo(Reason.BRANCH_NOT_FOUND);
    assertThat(failure(result).message()).contains("main").contains("ssh://example.com/deploy");
    assertThat(repository.git("for-each-ref", "--format=%(refname)")).isEqualTo("refs/heads/other");
  }

  @Fault(value = "branch deleted during the push", holds = "I1")
  @Test
  void neverMakesABranchThatWentAwayJustNow() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    fixture.connector.beforeNext(PUSH, () -> repository.git("update-ref", "-d", "refs/heads/main"));
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "1", "2"));
    // Then
    assertThat(failure(result).reason()).isEqualTo(Reason.REPOSITORY_EMPTY);
    assertThat(repository.git("for-each-ref")).isEmpty();
  }

  @Test
  void tellsAnEmptyRepository() {
    PushResult result = fixture.push(deploy, change("f", "a", "1", "2"));
    assertThat(failure(result).reason()).isEqualTo(Reason.REPOSITORY_EMPTY);
  }

  @Fault(value = "branch that hangs", holds = "I6")
  @Test
  void isNotDelayedByAnotherBranchThatHangs() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    GitRepository hanging = fixture.repository("hanging");
    hanging.commit("main", "f", "a: 1\n");
    // When
    PendingPush[] stuck = new PendingPush[1];
    fixture.whileBlocked(
        PUSH,
        () -> {
          stuck[0] = fixture.submit(remote("hanging"), change("f", "a", "1", "2"));
          fixture.awaitCount(PUSH, 1);
          // Then
          pushed(fixture.push(deploy, change("f", "a", "1", "2")));
          assertThat(stuck[0].result()).isNotDone();
        });
    pushed(await(stuck[0]));
  }

  @Test
  void deletesItsCachesWhenClosed() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    pushed(fixture.push(deploy, change("f", "a", "1", "2")));
    assertThat(fixture.clones()).hasSize(1);
    // When
    fixture.lanes.close();
    // Then
    assertThat(fixture.clones()).isEmpty();
    assertThat(fixture.push(deploy, change("f", "a", "2", "3")))
        .isEqualTo(new PushResult.Withdrawn());
  }
}
