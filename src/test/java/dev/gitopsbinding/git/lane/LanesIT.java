package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.edit;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.lane.read.HeadState;
import dev.gitopsbinding.git.runtime.GitRuntime;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.GitSettingsBuilder;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.testing.git.SshGitServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lanes against real servers, while people push with the git command line. */
class LanesIT {
  private static final int PUSHES_OF_EACH = 40;
  private static final String FILE = "apps/web.yaml";

  private final TemporaryFolder folder = TemporaryFolder.create("lanes-it");
  private final GitRuntime git =
      GitParts.start(
          GitSettingsBuilder.in(folder.path().resolve("caches"))
              .allowLoopback(true)
              .allowHttp(true)
              .build());
  private final Lanes lanes = git.lanes();

  LanesIT() throws IOException {}

  private SshGitServer ssh;

  @BeforeEach
  void start() {
    ssh = SshGitServer.start();
  }

  @AfterEach
  void stop() {
    git.close();
    ssh.close();
    folder.close();
  }

  @Fault(
      value = "many writers on one branch",
      holds = {"I1", "I2"})
  @Test
  void losesNoCommitOfAnybodyOnABusyBranch() {
    // Given
    GitRepository repository = ssh.createRepository("deploy.git");
    repository.commit("main", FILE, "first: 0\n\n\n\ntag: 0\n\n\n\nsecond: 0\n");
    List<String> ours = new ArrayList<>();
    Set<String> theirs = new HashSet<>();
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<List<String>> first =
          CompletableFuture.supplyAsync(() -> pushAway("first"), people);
      CompletableFuture<List<String>> second =
          CompletableFuture.supplyAsync(() -> pushAway("second"), people);
      // When
      int tag = 0;
      while (!first.isDone() || !second.isDone()) {
        PushResult result = push(FILE, "tag", tag);
        if (result instanceof PushResult.Pushed(var commit, _, _, _, _)) {
          ours.add(commit.hex());
          tag++;
          awaitOthers(repository, commit.hex(), first, second);
        } else {
          assertThat(failure(result).reason()).isEqualTo(Reason.PUSH_CONTENDED);
        }
      }
      theirs.addAll(first.join());
      theirs.addAll(second.join());
      // Then
      assertThat(repository.text("main", FILE))
          .isEqualTo(
              "first: %d\n\n\n\ntag: %d\n\n\n\nsecond: %d\n"
                  .formatted(PUSHES_OF_EACH, tag, PUSHES_OF_EACH));
    }
    assertThat(theirs).hasSize(2 * PUSHES_OF_EACH);
    assertThat(ours).isNotEmpty();
    List<String> reachable = repository.log("main", "%H");
    assertThat(reachable).containsAll(theirs).containsAll(ours);
    assertThat(reachable).hasSize(1 + theirs.size() + ours.size());
    assertThat(repository.git("fsck", "--strict", "--no-dangling")).isEmpty();
  }

  @Fault(value = "hook refuses one author", holds = "I6")
  @Test
  void declinesOnlyTheRefusedChangeSetOverSsh() {
    // Given
    GitRepository repository = ssh.createRepository("deploy.git");
    repository.commit("main", Map.of("f", "a: 0\n", FILE, "tag: 0\n"), "base");
    repository.hook(
        "pre-receive",
        "while read o n r; do git diff --name-only $o $n | grep -qx f"
            + " && { echo 'f is frozen' >&2; exit 1; }; done; exit 0");
    // When
    PendingPush frozen = lanes.submit(remote(), "main", change(AUTHOR, "f", edit("a", "0", "1")));
    PushResult other = push(FILE, "tag", 0);
    // Then
    pushed(other);
    assertThat(failure(LaneFixture.await(frozen)))
        .isInstanceOfSatisfying(
            Failure.Declined.class,
            declined -> assertThat(declined.message()).contains("f is frozen"));
    assertThat(repository.log("main", "%H")).hasSize(2);
  }

  @Test
  void pushesOverHttp() {
    try (HttpGitServer http = HttpGitServer.http()) {
      // Given
      GitRepository repository = http.createRepository("deploy.git");
      repository.commit("main", FILE, "tag: 0\n");
      http.requireBasic("ada", "secret-password");
      Remote remote =
          new Remote(
              new RemoteBranch(RepositoryUrl.parse(http.url("deploy.git")), "main"),
              new Credential.Basic("ada", "secret-password", null),
              "shop");
      // When
      for (int tag = 0; tag < 3; tag++) {
        pushed(
            LaneFixture.await(
                lanes.submit(
                    remote,
                    "main",
                    change(FILE, "tag", Integer.toString(tag), Integer.toString(tag + 1)))));
        repository.commit("main", "other", "n: " + tag);
      }
      // Then
      assertThat(repository.text("main", FILE)).isEqualTo("tag: 3\n");
      assertThat(repository.log("main", "%H")).hasSize(7);
    }
  }

  @Test
  void makesMergesAndDeletesAHeadOverSshAndHttp() {
    try (HttpGitServer http = HttpGitServer.http()) {
      http.requireBasic("ada", "secret-password");
      Remote overHttp =
          new Remote(
              new RemoteBranch(RepositoryUrl.parse(http.url("deploy.git")), "main"),
              new Credential.Basic("ada", "secret-password", null),
              "shop");
      useAHead(ssh.createRepository("deploy.git"), remote());
      useAHead(http.createRepository("deploy.git"), overHttp);
    }
  }

  private void useAHead(GitRepository repository, Remote base) {
    // Given
    String head = "gitops/web";
    repository.commit("main", FILE, "tag: 0\n");
    pushed(LaneFixture.await(lanes.submit(base, head, change(FILE, "tag", "0", "1"))));
    String theirs = repository.commit("main", "other", "x\n");
    assertThat(ok(lanes.head(base, head, Instant.MAX, LaneFixture.PATIENCE)).lags()).isTrue();

    // When
    PushResult.Pushed second =
        pushed(LaneFixture.await(lanes.submit(base, head, change(FILE, "tag", "1", "2"))));

    // Then
    assertThat(repository.git("merge-base", "main", head)).isEqualTo(theirs);
    assertThat(repository.text(head, FILE)).isEqualTo("tag: 2\n");
    HeadState state = ok(lanes.head(base, head, Instant.MAX, LaneFixture.PATIENCE));
    assertThat(state.tip()).isEqualTo(second.commit());
    assertThat(state).matches(HeadState::own).matches(now -> !now.lags());
    assertThat(repository.git("fsck", "--strict", "--no-dangling")).isEmpty();

    // When, Then
    repository.commit(head, "other", "y\n");
    assertThat(ok(lanes.deleteBranch(base, head, second.commit(), LaneFixture.PATIENCE))).isFalse();
    CommitSha tip = new CommitSha(repository.tip(head));
    assertThat(ok(lanes.deleteBranch(base, head, tip, LaneFixture.PATIENCE))).isTrue();
    assertThat(repository.git("branch", "--format=%(refname:short)")).isEqualTo("main");
  }

  @Fault(value = "host stopped and started", holds = "I2")
  @Test
  void healsWhenTheHostComesBack() {
    // Given
    GitRepository repository = ssh.createRepository("deploy.git");
    repository.commit("main", FILE, "tag: 0\n");
    pushed(push(FILE, "tag", 0));
    ssh.stop();
    long start = System.nanoTime();
    assertThat(failure(push(FILE, "tag", 1)).reason()).isEqualTo(Reason.HOST_UNREACHABLE);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("nothing was sent, so nothing is looked for until the deadline of the batch")
        .isLessThan(Duration.ofSeconds(20));
    // When
    ssh.startAgain();
    // Then
    pushed(push(FILE, "tag", 1));
    assertThat(repository.log("main", "%H")).hasSize(3);
  }

  /** Bindings push with delays between; without them, the people would hardly ever succeed. */
  private static void awaitOthers(
      GitRepository repository,
      String ours,
      CompletableFuture<?> first,
      CompletableFuture<?> second) {
    Awaitility.await()
        .atMost(5, TimeUnit.MINUTES)
        .pollInterval(50, TimeUnit.MILLISECONDS)
        .until(() -> !repository.tip("main").equals(ours) || (first.isDone() && second.isDone()));
  }

  private PushResult push(String file, String key, int from) {
    return lanes
        .submit(
            remote(), "main", change(file, key, Integer.toString(from), Integer.toString(from + 1)))
        .result()
        .orTimeout(5, TimeUnit.MINUTES)
        .join();
  }

  private Remote remote() {
    return new Remote(
        new RemoteBranch(RepositoryUrl.parse(ssh.url("deploy.git")), "main"),
        new Credential.SshKey(ssh.privateKey(), null, ssh.knownHosts()),
        "shop");
  }

  /** Pushes as a person does: commit, and rebase until the push is taken. */
  private List<String> pushAway(String line) {
    // One login for all of a person's pushes, which spares the test minutes.
    String shared = " -o ControlMaster=auto -o ControlPersist=5 -o ControlPath=";
    Map<String, String> environment = new HashMap<>(ssh.environment());
    environment.merge(
        "GIT_SSH_COMMAND", shared + folder.path().resolve(line + ".ssh"), String::concat);
    GitRepository clone =
        GitRepository.clone(ssh.url("deploy.git"), folder.path().resolve(line), environment);
    List<String> pushed = new ArrayList<>();
    for (int i = 1; i <= PUSHES_OF_EACH; i++) {
      String text = clone.text("HEAD", FILE);
      clone.write(FILE, text.replaceFirst(line + ": \\d+", line + ": " + i));
      clone.git("commit", "-qam", line + " " + i);
      while (clone.attempt("push", "-q", "origin", "HEAD:main").exitCode() != 0) {
        clone.git("pull", "-q", "--rebase");
      }
      pushed.add(clone.git("rev-parse", "HEAD"));
    }
    return pushed;
  }
}
