package dev.gitopsbinding.git.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.transport.Transfer;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.BrokenThreads;
import dev.gitopsbinding.net.share.FreeMemory;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitParts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JGitConnectorTest {
  private static final Remote REMOTE =
      new Remote(
          new RemoteBranch(RepositoryUrl.parse("https://git.test/web.git"), "main"),
          new Credential.Anonymous(null),
          "shop");

  @TempDir private Path folder;

  @Fault(value = "no more native threads", holds = "I6")
  @Test
  void anOperationWithoutAThreadGivesBackWhatItHolds() throws IOException {
    long capacity = 4 * Transfer.FLAT_BYTES;
    MemoryBudget memory = new MemoryBudget(capacity);
    try (var connector =
            new JGitConnector(
                Reading.SETTINGS,
                GitParts.NO_LISTENER,
                GitParts.NO_APPS,
                Clock.systemUTC(),
                memory,
                BrokenThreads.all());
        var local = new FileRepository(folder.toFile())) {
      for (int i = 0; i < 10; i++) {
        Result<String> result =
            connector.with(
                REMOTE,
                local,
                GitListener.Operation.FETCH,
                Duration.ofSeconds(5),
                _ -> "never asked");
        assertThat(Reading.failure(result, Reason.INTERNAL_ERROR).message())
            .startsWith("https://git.test/web.git")
            .contains("cannot start another thread");
        assertThat(FreeMemory.of(memory)).isEqualTo(capacity);
      }
    }
  }
}
