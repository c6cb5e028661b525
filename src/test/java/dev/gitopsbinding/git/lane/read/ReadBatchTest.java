package dev.gitopsbinding.git.lane.read;

import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.store.CopyOwner;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Reads that wait together, without a lane around them. */
class ReadBatchTest {
  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");
  private final BranchCopy copy =
      new BranchCopy(
          fixture.connector,
          fixture.settings,
          new DiskBudget(1 << 30),
          new CopyOwner("deploy", () -> false));

  @AfterEach
  void close() throws Exception {
    copy.close();
  }

  @Fault(value = "one base of a head is gone", holds = "I6")
  @Test
  void aBaseThatIsGoneFailsOnlyTheReadsThatNameIt() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    QueuedRead<HeadState> gone = read("release");
    QueuedRead<HeadState> same = read("release");
    QueuedRead<HeadState> other = read("main");

    // When
    List<QueuedRead<?>> reads = List.of(gone, same, other);
    ReadBatch batch = new ReadBatch(copy, fixture.settings, reads);
    reads.forEach(batch::answer);

    // Then
    assertThat(failure(answer(gone)).reason()).isEqualTo(Reason.BRANCH_NOT_FOUND);
    assertThat(failure(answer(same))).isEqualTo(failure(answer(gone)));
    assertThat(ok(answer(other)).tip()).as("there is no head yet").isNull();
    assertThat(fixture.connector.count(LS_REFS)).as("one for each base").isEqualTo(2);
  }

  private QueuedRead<HeadState> read(String base) {
    return new QueuedRead<>(
        on("gitops/web"),
        Instant.MAX,
        TimeLimit.in(PATIENCE),
        new HeadStateRead(on(base).branch()));
  }

  private Remote on(String branch) {
    return new Remote(
        new RemoteBranch(deploy.branch().url(), branch), deploy.credential(), deploy.tenant());
  }

  private static <T> Result<T> answer(QueuedRead<T> read) {
    return read.result().join();
  }
}
