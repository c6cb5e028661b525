package dev.gitopsbinding.git;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.testing.git.SshGitServer;
import dev.gitopsbinding.testing.git.SshKeyFile;
import dev.gitopsbinding.training.TestCertificates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations at one host with one credential share logins. */
class LoginReuseIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /**
   * Six reads run at once. A busy machine's sshd counts a channel for a while that the client has
   * closed: with its default of ten, it was seen to refuse one, and the read logged in again.
   */
  private static final String CHANNELS = "MaxSessions 20";

  private final JGitConnector connector = GitParts.connector(Reading.SETTINGS);
  private SshGitServer server;
  private String commit;

  @BeforeEach
  void start() {
    server = SshGitServer.startWith(CHANNELS);
    commit = server.createRepository("web.git").commit("main", "README.md", "hello\n");
  }

  @AfterEach
  void stop() {
    connector.close();
    server.close();
  }

  @Test
  void readsOneAfterTheOtherLogInOnce() {
    for (int round = 0; round < 5; round++) {
      assertThat(read("web.git", TIMEOUT)).isEqualTo(tip());
    }
    assertThat(server.logins()).isEqualTo(1);
  }

  @Test
  void readsAtTheSameTimeShareALoginToo() throws Exception {
    // Given
    read("web.git", TIMEOUT);

    // When
    List<Result<CommitSha>> tips = atOnce(50, () -> read("web.git", TIMEOUT));

    // Then
    assertThat(tips).hasSize(50).containsOnly(tip());
    assertThat(server.logins()).isEqualTo(1);
  }

  @Test
  void anotherKeyLogsInByItself() {
    SshKeyFile other = server.authorizedKey(SshKeyFile.Kind.ED25519, SshKeyFile.Form.OPENSSH, "");
    read("web.git", TIMEOUT);
    assertThat(read(remote("web.git", other.privateKey()), TIMEOUT)).isEqualTo(tip());
    assertThat(server.logins()).isEqualTo(2);
  }

  @Fault(value = "SSH session closed by the host", holds = "I2")
  @Test
  void aSessionThatTheHostHasClosedCostsNoRead() {
    // Given
    read("web.git", TIMEOUT);
    server.stop();
    server.startAgain();

    // When, Then
    assertThat(read("web.git", TIMEOUT)).isEqualTo(tip());
    assertThat(server.logins()).isEqualTo(1);
  }

  @Test
  void aFailedLoginIsNotKept() {
    // Given
    SshKeyFile later = server.unauthorizedKey(SshKeyFile.Kind.ED25519, SshKeyFile.Form.OPENSSH, "");
    Remote remote = remote("web.git", later.privateKey());
    Reading.failure(read(remote, TIMEOUT), Reason.AUTHENTICATION_FAILED);

    // When
    server.authorize(later);

    // Then
    assertThat(read(remote, TIMEOUT)).isEqualTo(tip());
  }

  @Test
  void anOperationThatIsGivenUpDoesNotEndAnotherOnTheSameSession() throws Exception {
    // Given
    Remote remote = remote("web.git", server.privateKey());
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch given = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Result<CommitSha>> patient = threads.submit(() -> readTwice(remote, half, given));
      half.await();

      // When
      Reading.failure(read(remote, Duration.ZERO), Reason.TIMED_OUT);
      given.countDown();

      // Then
      assertThat(patient.get()).isEqualTo(tip());
      assertThat(server.logins()).isEqualTo(1);
    }

    // And then: a connection whose operation was given up is not used again
    assertThat(read(remote, TIMEOUT)).isEqualTo(tip());
    assertThat(server.logins()).isEqualTo(2);
  }

  @Test
  void httpsConnectionsAreKept() throws Exception {
    TestCertificates certificates = TestCertificates.create();
    try (HttpGitServer https = HttpGitServer.https(certificates.serverContext())) {
      // Given
      String wanted = https.createRepository("web.git").commit("main", "README.md", "hello\n");
      Credential anonymous = new Credential.Anonymous(certificates.authorityPem());
      Remote remote =
          new Remote(
              new RemoteBranch(RepositoryUrl.parse(https.url("web.git")), "main"),
              anonymous,
              "shop");

      // When
      List<Result<CommitSha>> tips = Stream.generate(() -> read(remote, TIMEOUT)).limit(5).toList();

      // Then
      assertThat(tips).containsOnly(Result.ok(new CommitSha(wanted)));
      assertThat(https.connections()).isEqualTo(1);
    }
  }

  private Result<CommitSha> tip() {
    return Result.ok(new CommitSha(commit));
  }

  private Result<CommitSha> read(String repository, Duration timeout) {
    return read(remote(repository, server.privateKey()), timeout);
  }

  private Result<CommitSha> read(Remote remote, Duration timeout) {
    try (InMemoryRepository nothing =
        new InMemoryRepository(new DfsRepositoryDescription("nothing"))) {
      return new LsRefs(connector).tip(remote, nothing, timeout);
    }
  }

  /** Reads, waits, and reads again in the same operation. */
  private Result<CommitSha> readTwice(Remote remote, CountDownLatch half, CountDownLatch rest) {
    try (InMemoryRepository nothing =
        new InMemoryRepository(new DfsRepositoryDescription("nothing"))) {
      return connector
          .with(
              remote,
              nothing,
              GitListener.Operation.LS_REFS,
              TIMEOUT,
              transport -> {
                LsRefs.read(transport, remote.branch());
                half.countDown();
                awaitQuietly(rest);
                return LsRefs.read(transport, remote.branch());
              })
          .then(answer -> answer);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Remote remote(String repository, String privateKey) {
    return new Remote(
        new RemoteBranch(RepositoryUrl.parse(server.url(repository)), "main"),
        new Credential.SshKey(privateKey, null, server.knownHosts()),
        "shop");
  }

  private static <T> List<T> atOnce(int count, Callable<T> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> started =
          IntStream.range(0, count).mapToObj(_ -> threads.submit(work)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> one : started) {
        results.add(one.get());
      }
      return results;
    }
  }
}
