package dev.gitopsbinding.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.lane.LaneCount;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.protocol.LsRefs;
import dev.gitopsbinding.git.runtime.JGitConnector;
import dev.gitopsbinding.git.store.read.FileAtTip;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.HttpBackend;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.training.TestCertificates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.junit.jupiter.api.Test;

/** Reads without a login share the connections to a host, but each tenant keeps its own share. */
class SharedLoginFairnessIT {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();
  private static final int TENANTS = 4;
  private static final int READS_OF_EACH = 10;

  private final JGitConnector connector = GitParts.connector(Reading.SETTINGS);

  @Fault(value = "public repositories that hang, for several namespaces", holds = "I6")
  @Test
  void readsWithoutALoginThatHangKeepNobodyElseWaiting() throws Exception {
    try (HttpGitServer server = HttpGitServer.https(CERTIFICATES.serverContext());
        connector;
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      String commit = server.createRepository("web.git").commit("main", "README.md", "hello\n");
      server.fail(
          exchange -> {
            if (exchange.getRequestURI().toString().contains("silent")) {
              Thread.sleep(Long.MAX_VALUE);
            }
            HttpBackend.serve(server.repositories(), exchange);
          });
      for (int tenant = 0; tenant < TENANTS; tenant++) {
        for (int read = 0; read < READS_OF_EACH; read++) {
          String repository = "silent-%d-%d.git".formatted(tenant, read);
          String name = "greedy-" + tenant;
          Future<?> _ = threads.submit(() -> read(server.url(repository), name));
        }
      }
      int all = TENANTS * Reading.SETTINGS.operationsPerHost();
      await().atMost(Duration.ofSeconds(30)).until(() -> server.requests().size() == all);

      // When
      long start = System.nanoTime();
      Result<CommitSha> tip = read(server.url("web.git"), "victim");

      // Then
      assertThat(tip).isEqualTo(Result.ok(new CommitSha(commit)));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      threads.shutdownNow();
    }
  }

  @Fault(value = "shared branch asked for first by a namespace whose permits hang", holds = "I6")
  @Test
  void whoSharesALaneDoesNotWaitForTheShareOfAnother() throws Exception {
    try (HttpGitServer server = HttpGitServer.https(CERTIFICATES.serverContext());
        TemporaryFolder folder = TemporaryFolder.create("shared-lane");
        connector;
        Lanes lanes =
            GitParts.lanes(
                connector,
                LaneSettings.of(
                    Reading.SETTINGS, folder.path(), Clock.systemUTC(), Clock.systemUTC()),
                GitParts.NO_LISTENER);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given
      server.createRepository("web.git").commit("main", "README.md", "hello\n");
      server.fail(
          exchange -> {
            if (exchange.getRequestURI().toString().contains("silent")) {
              Thread.sleep(Long.MAX_VALUE);
            }
            HttpBackend.serve(server.repositories(), exchange);
          });
      int all = Reading.SETTINGS.operationsPerHost();
      for (int read = 0; read < all; read++) {
        String repository = "silent-%d.git".formatted(read);
        Future<?> _ = threads.submit(() -> read(server.url(repository), "greedy"));
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> server.requests().size() == all);
      String url = server.url("web.git");
      RepositoryPath file = new RepositoryPath("README.md");
      Future<?> first =
          threads.submit(
              () -> lanes.read(remote(url, "greedy"), file, Instant.MIN, Reading.TIMEOUT));
      await().until(() -> LaneCount.of(lanes) == 1);

      // When
      long start = System.nanoTime();
      Result<FileAtTip> victim =
          lanes.read(remote(url, "victim"), file, Instant.MIN, Reading.TIMEOUT);

      // Then
      assertThat(victim).isInstanceOf(Result.Ok.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      first.get();
      threads.shutdownNow();
    }
  }

  private static Remote remote(String url, String tenant) {
    return new Remote(
        new RemoteBranch(RepositoryUrl.parse(url), "main"),
        new Credential.Anonymous(CERTIFICATES.authorityPem()),
        tenant);
  }

  private Result<CommitSha> read(String url, String tenant) {
    Remote remote = remote(url, tenant);
    try (InMemoryRepository nothing =
        new InMemoryRepository(new DfsRepositoryDescription("nothing"))) {
      return new LsRefs(connector).tip(remote, nothing, Reading.TIMEOUT);
    }
  }
}
