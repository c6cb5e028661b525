package dev.gitopsbinding.git.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.PendingRequest;
import dev.gitopsbinding.testing.git.GitParts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations that another one may make needless while they wait for a permit. */
class SharedOperationTest {
  private static final Remote REMOTE =
      new Remote(
          new RemoteBranch(RepositoryUrl.parse("https://git.test/web.git"), "main"),
          new Credential.Anonymous(null),
          "shop");

  private final List<Reason> heard = new ArrayList<>();

  @TempDir private Path folder;
  private Repository local;

  @AutoClose
  private final JGitConnector connector =
      GitParts.connector(Reading.SETTINGS, new Ends(heard), Clock.systemUTC());

  @BeforeEach
  void create() throws IOException {
    local = new FileRepository(folder.toFile());
  }

  @AfterEach
  void close() {
    local.close();
  }

  @Test
  void aRequestThatMustNotBeginGivesBackItsPermitAndIsNoOperation() {
    for (int i = 0; i <= Reading.SETTINGS.operationsPerHost(); i++) {
      assertThat(ask(new Request(false, () -> {}))).isEmpty();
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void whoFindsNoPermitFailsUnlessThereIsAnAnswer() {
    List<Optional<Result<String>>> results = new ArrayList<>();
    holding(
        Reading.SETTINGS.operationsPerHost(),
        () -> {
          results.add(ask(new Request(true, () -> {})));
          results.add(ask(new Request(false, () -> {})));
        });

    assertThat(results.getFirst()).isEmpty();
    assertThat(Reading.failure(results.getLast().orElseThrow(), Reason.TIMED_OUT).message())
        .contains("were busy for too long");
    assertThat(heard).containsExactly(Reason.TIMED_OUT);
  }

  /** Runs a task while there are so many permits less. */
  private void holding(int permits, Runnable task) {
    if (permits == 0) {
      task.run();
    } else {
      assertThat(ask(new Request(false, () -> holding(permits - 1, task)))).isEmpty();
    }
  }

  private Optional<Result<String>> ask(PendingRequest request) {
    return connector.with(
        REMOTE,
        local,
        GitListener.Operation.LS_REFS,
        Duration.ofMillis(100),
        request,
        _ -> "never asked");
  }

  /** Never begins; does something while it has its permit. */
  private record Request(boolean isAnswered, Runnable task) implements PendingRequest {
    @Override
    public void whenAnswered(Runnable wake) {
      if (isAnswered) {
        wake.run();
      }
    }

    @Override
    public boolean begin() {
      task.run();
      return false;
    }
  }

  private record Ends(List<Reason> heard) implements GitListener {
    @Override
    public void operationEnded(
        Operation operation, String host, @Nullable Reason failure, Duration took) {
      heard.add(failure);
    }

    @Override
    public void pushed(int commits) {}

    @Override
    public void rejectedPushRetried() {}
  }
}
