package dev.gitopsbinding.git.lane.push;

import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.edit;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.git.store.CopyOwner;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.program.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One batch, without a lane around it. */
class PushBatchTest {
  private static final ChangeSet.Author MALLORY =
      new ChangeSet.Author("Mallory", "mallory@example.com");

  private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");
  private final BranchCopy copy =
      new BranchCopy(
          fixture.connector,
          fixture.settings,
          new DiskBudget(1 << 30),
          new CopyOwner("deploy", () -> false));

  @BeforeEach
  void begin() {
    repository.commit(
        "main", Map.of("a", "tag: 1\n", "b", "tag: 1\n", "c", "tag: 1\n", "d", "tag: 1\n"), "base");
  }

  @AfterEach
  void close() throws Exception {
    copy.close();
    fixture.close();
  }

  @Test
  void allChangeSetsLandInOnePushInTheirOrder() {
    // When
    List<PushResult> results = push(PATIENCE, toTwo("b"), toTwo("a"), toTwo("c"));

    // Then
    assertThat(results).allSatisfy(LaneFixture::pushed);
    assertThat(repository.log("main", "%s"))
        .containsExactly("chore: update c", "chore: update a", "chore: update b", "base");
    assertThat(fixture.connector.count(PUSH)).isOne();
    assertThat(fixture.counts.commits).hasValue(3);
  }

  @Test
  void nothingIsSentWhereThereIsNothingToWrite() {
    // When
    List<PushResult> results =
        push(PATIENCE, change("a", "tag", "0", "1"), change("b", "tag", "0", "2"));

    // Then
    assertThat(results.getFirst()).isInstanceOf(PushResult.AlreadyApplied.class);
    assertThat(results.getLast()).isInstanceOf(PushResult.Superseded.class);
    assertThat(fixture.connector.count(PUSH)).isZero();
  }

  @Fault(value = "hook refuses one of a batch of four", holds = "I6")
  @Test
  void aRefusedBatchIsHalvedUntilTheRefusedOneIsAlone() {
    // Given
    repository.hook(
        "pre-receive",
        "while read old new ref; do ! git log --format=%an $old..$new | grep -q Mallory; done");

    // When
    List<PushResult> results =
        push(
            PATIENCE,
            toTwo("a"),
            toTwo("b"),
            change(MALLORY, "c", edit("tag", "1", "2")),
            toTwo("d"));

    // Then: all, the first half, the refused one, and who was with it
    assertThat(fixture.connector.count(PUSH)).isEqualTo(4);
    assertThat(failure(results.get(2)).reason()).isEqualTo(Reason.PUSH_DECLINED);
    pushed(results.get(0));
    pushed(results.get(1));
    pushed(results.get(3));
    assertThat(repository.text("main", "c")).isEqualTo("tag: 1\n");
    assertThat(fixture.counts.commits).hasValue(3);
  }

  @Test
  void nothingMoreIsTriedWhenTheTimeIsUp() {
    // Given
    fixture.connector.beforeNext(PUSH, () -> repository.commit("main", "other", "x"));

    // When
    List<PushResult> results = push(Duration.ZERO, toTwo("a"), toTwo("b"));

    // Then
    assertThat(results)
        .allSatisfy(
            result -> assertThat(failure(result).reason()).isEqualTo(Reason.PUSH_CONTENDED));
    assertThat(fixture.connector.count(PUSH)).isOne();
    assertThat(fixture.counts.retries).hasValue(1);
  }

  @Fault(value = "answer to a push gets lost", holds = "I1")
  @Test
  void aPushWhoseAnswerGotLostIsLookedForBeforeItIsRepeated() {
    // Given
    fixture.connector.loseAnswerOfNext(PUSH, Reason.HOST_UNREACHABLE);

    // When
    List<PushResult> results = push(PATIENCE, toTwo("a"), toTwo("b"));

    // Then
    assertThat(results)
        .allSatisfy(
            result -> assertThat(pushed(result).tip().hex()).isEqualTo(repository.tip("main")));
    assertThat(repository.log("main", "%H")).hasSize(3);
    assertThat(fixture.connector.count(PUSH)).isOne();
  }

  @Fault(value = "answer to a push gets lost while the base moves", holds = "I1")
  @Test
  void aPushToAHeadWhoseAnswerGotLostIsLookedForBeforeTheBaseIsMerged() throws Exception {
    // Given
    Remote head =
        new Remote(
            new RemoteBranch(deploy.branch().url(), "bot"), deploy.credential(), deploy.tenant());
    PushSite site = new HeadSite(head, deploy.branch(), copy, fixture.settings);
    fixture.connector.beforeNext(PUSH, () -> repository.commit("main", "other", "x"));
    fixture.connector.loseAnswerOfNext(PUSH, Reason.REMOTE_ERROR);
    QueuedPush push = new QueuedPush(head, deploy.branch(), toTwo("a"));

    // When
    batch(site, PATIENCE).push(List.of(push));

    // Then
    assertThat(pushed(LaneFixture.await(push)).tip().hex()).isEqualTo(repository.tip("bot"));
    assertThat(fixture.connector.count(PUSH)).isOne();
    Path local = copy.repository().getDirectory().toPath();
    assertThat(Command.in(local).run("git", "fsck", "--unreachable"))
        .as("no merge was made")
        .doesNotContain("commit");
  }

  @Test
  void aChangeSetThatWasAnsweredAlreadyIsLeftAlone() {
    // Given
    QueuedPush withdrawn = LaneFixture.queued(deploy, toTwo("a"));
    QueuedPush other = LaneFixture.queued(deploy, toTwo("b"));
    assertThat(withdrawn.withdraw()).isTrue();

    // When
    batch(PATIENCE).push(List.of(withdrawn, other));

    // Then
    assertThat(LaneFixture.await(withdrawn)).isEqualTo(new PushResult.Withdrawn());
    pushed(LaneFixture.await(other));
    assertThat(repository.text("main", "a")).isEqualTo("tag: 1\n");
  }

  private List<PushResult> push(Duration time, ChangeSet... changes) {
    List<QueuedPush> pushes = new ArrayList<>();
    for (ChangeSet change : changes) {
      pushes.add(LaneFixture.queued(deploy, change));
    }
    batch(time).push(pushes);
    return pushes.stream().map(LaneFixture::await).toList();
  }

  private PushBatch batch(Duration time) {
    return batch(new BranchSite(deploy, copy), time);
  }

  private PushBatch batch(PushSite site, Duration time) {
    return new PushBatch(
        fixture.connector, site, fixture.settings, fixture.counts, TimeLimit.in(time));
  }

  private static ChangeSet toTwo(String file) {
    return change(AUTHOR, file, edit("tag", "1", "2"));
  }
}
