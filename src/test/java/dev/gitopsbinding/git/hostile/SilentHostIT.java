package dev.gitopsbinding.git.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.protocol.LsRefs;
import dev.gitopsbinding.git.runtime.JGitConnector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.SshGitServer;
import dev.gitopsbinding.testing.net.SilentServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A host that says nothing beside one that is sound. */
class SilentHostIT {
  @AutoClose private final JGitConnector connector = GitParts.connector(Reading.SETTINGS);
  @AutoClose private final SshGitServer server = SshGitServer.start();

  @Fault(value = "host that hangs", holds = "I6")
  @Test
  void aSilentHostTakesOnlyItsOwnPermits() throws Exception {
    String commit = server.createRepository("web.git").commit("main", "README.md", "hello\n");
    try (SilentServer silent = SilentServer.start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      String url = "ssh://git@127.0.0.1:" + silent.port() + "/web.git";
      List<Future<Result<CommitSha>>> stuck =
          IntStream.range(0, 20)
              .mapToObj(_ -> threads.submit(() -> read(url, Duration.ofSeconds(4))))
              .toList();

      // When
      long start = System.nanoTime();
      assertThat(read(server.url("web.git"), Reading.TIMEOUT))
          .isEqualTo(Result.ok(new CommitSha(commit)));
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      // Then
      assertThat(took).isLessThan(Duration.ofSeconds(3));
      for (Future<Result<CommitSha>> one : stuck) {
        Reading.failure(one.get(), Reason.TIMED_OUT);
      }
    }
  }

  private Result<CommitSha> read(String url, Duration timeout) {
    Remote remote =
        new Remote(
            new RemoteBranch(RepositoryUrl.parse(url), "main"),
            new Credential.SshKey(server.privateKey(), null, server.knownHosts()),
            "shop");
    try (InMemoryRepository nothing =
        new InMemoryRepository(new DfsRepositoryDescription("nothing"))) {
      return new LsRefs(connector).tip(remote, nothing, timeout);
    }
  }
}
