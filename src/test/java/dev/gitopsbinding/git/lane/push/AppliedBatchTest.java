package dev.gitopsbinding.git.lane.push;

import static dev.gitopsbinding.git.LaneFixture.change;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.change.PushResult;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which change sets wait for a push, and what each is told. */
class AppliedBatchTest {
  private static final Instant READ = Instant.ofEpochSecond(1);
  private static final Instant SENT = Instant.ofEpochSecond(2);
  private static final Instant ACCEPTED = Instant.ofEpochSecond(3);

  @AutoClose
  private final ChainFixture fixture = new ChainFixture(Map.of("f", "a: 1\nb: 1\n", "g", "a: 1\n"));

  AppliedBatchTest() throws IOException {}

  @Test
  void onlyWhatDependsOnACommitWaitsForThePush() throws IOException {
    // Given
    QueuedPush write = push("f", "a", "1", "2");
    QueuedPush sameFile = push("f", "b", "0", "1");
    QueuedPush otherFile = push("g", "a", "0", "1");
    QueuedPush lost = push("g", "a", "0", "2");

    // When
    AppliedBatch batch;
    ObjectId top;
    try (CommitChain chain = fixture.chain()) {
      batch = AppliedBatch.of(List.of(write, sameFile, otherFile, lost), chain, false);
      top = chain.top();
    }
    batch.settle(new BranchCopy.LocalTip(fixture.base, READ));

    // Then
    assertThat(batch.commits()).isOne();
    assertThat(batch.committed()).containsExactly(write);
    assertThat(batch.waiting()).containsExactly(write, sameFile);
    assertThat(write.isDone()).isFalse();
    assertThat(sameFile.isDone()).isFalse();
    assertThat(LaneFixture.await(otherFile))
        .isEqualTo(new PushResult.AlreadyApplied(sha(fixture.base), READ));
    assertThat(LaneFixture.await(lost)).isEqualTo(new PushResult.Superseded());

    // When
    batch.landed(top, SENT, ACCEPTED, false);

    // Then
    assertThat(LaneFixture.await(write))
        .isEqualTo(new PushResult.Pushed(sha(top), sha(top), List.of("1"), ACCEPTED));
    assertThat(LaneFixture.await(sameFile))
        .isEqualTo(new PushResult.AlreadyApplied(sha(top), SENT));
  }

  @Test
  void whatWasAnsweredAlreadyIsNotApplied() throws IOException {
    // Given
    QueuedPush withdrawn = push("f", "a", "1", "2");
    withdrawn.withdraw();

    // When
    try (CommitChain chain = fixture.chain()) {
      AppliedBatch batch = AppliedBatch.of(List.of(withdrawn), chain, false);

      // Then
      assertThat(batch.commits()).isZero();
      assertThat(batch.waiting()).isEmpty();
      assertThat(chain.top()).isEqualTo(fixture.base);
    }
  }

  private QueuedPush push(String file, String key, String from, String to) {
    return LaneFixture.queued(fixture.deploy, change(file, key, from, to));
  }

  private static CommitSha sha(ObjectId id) {
    return new CommitSha(id.name());
  }
}
