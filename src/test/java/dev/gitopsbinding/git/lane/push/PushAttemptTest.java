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

import dev.gitopsbinding.git.HoldingConnector;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.net.share.FreeMemory;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pushes that lost a race once, so that the repetition fetches and pushes over one connection. */
class PushAttemptTest {
  private static final RepositoryPath FILE = new RepositoryPath("f");

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");
  private final MemoryBudget memory = new MemoryBudget(64 << 20);
  private final List<Path> copies = new ArrayList<>();

  @BeforeEach
  void beOvertaken() {
    repository.commit("main", "f", "a: 1\n");
    fixture.lanes.read(deploy, FILE, Instant.MIN, PATIENCE);
    copies.addAll(fixture.clones());
    fixture.connector.beforeNext(PUSH, () -> repository.commit("main", "other", "x"));
  }

  @Fault(value = "edit that needs all memory while its own transfer holds some", holds = "I2")
  @Test
  void anEditFindsWhatItsOwnTransferHeld() {
    try (Lanes lanes =
        GitParts.lanes(
            new HoldingConnector(fixture.connector, memory), fixture.settings, fixture.counts)) {
      // Given
      List<Long> available = new ArrayList<>();
      Function<Content, EditResult> write = edit("a", "1", "2");

      // When
      PendingPush push =
          lanes.submit(
              deploy,
              "main",
              change(
                  AUTHOR,
                  "f",
                  content -> {
                    available.add(FreeMemory.of(memory));
                    return write.apply(content);
                  }));

      // Then
      pushed(LaneFixture.await(push));
      assertThat(available).containsExactly(64L << 20, 64L << 20);
      assertThat(FreeMemory.of(memory)).isEqualTo(64L << 20);
    }
  }

  @Fault(value = "no turn to write to a heavy copy", holds = "I6")
  @Test
  void aTurnThatDidNotComeLeavesTheCopy() {
    // Given
    Failure late = new Failure.Remote(Reason.TIMED_OUT, "no turn");
    List<String> edits = new ArrayList<>();
    Function<Content, EditResult> write = edit("a", "1", "2");

    // When
    Failure failure =
        failure(
            fixture.push(
                deploy,
                change(
                    AUTHOR,
                    "f",
                    content -> {
                      edits.add("edit");
                      if (edits.size() == 2) {
                        PushAttemptTest.<RuntimeException>sneak(
                            new HeavyCopy.NoTurnException(late));
                      }
                      return write.apply(content);
                    })));

    // Then
    assertThat(failure).isEqualTo(late);
    assertThat(fixture.clones()).isEqualTo(copies);
  }

  @Fault(value = "push that never gets its turn at the host", holds = "I6")
  @Test
  void aWaitInVainLeavesTheCopy() {
    // Given
    fixture.connector.refuseNext(PUSH, Reason.TIMED_OUT);

    // When
    pushed(fixture.push(deploy, change("f", "a", "1", "2")));

    // Then
    assertThat(fixture.connector.count(PUSH)).isEqualTo(3);
    assertThat(fixture.clones()).isEqualTo(copies);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable error) throws E {
    throw (E) error;
  }
}
