package dev.gitopsbinding.git.lane.read;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.store.read.FileAtTip;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BranchCopyTest {
  private static final RepositoryPath FILE = new RepositoryPath("f");

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");

  @Test
  void fetchesOnlyTheTipOfALongHistory() {
    // Given
    commitMany(500);
    // When
    pushed(fixture.push(deploy, change("f", "a", "500", "501")));
    // Then
    assertThat(clone("rev-list", "--count", "refs/lane/tip")).isEqualTo("2");
    assertThat(clone("count-objects", "-v")).contains("count: 0", "in-pack: 6", "packs: 2");
    assertThat(repository.log("main", "%H")).hasSize(501);
  }

  @Test
  void fetchesOnlyWhatIsNewAfterwards() {
    // Given
    commitMany(20);
    ok(read());
    // When
    repository.commit("main", "f", "a: 21\n");
    repository.commit("main", "f", "a: 22\n");
    pushed(fixture.push(deploy, change("f", "a", "22", "23")));
    // Then
    assertThat(clone("rev-list", "--count", "refs/lane/tip")).isEqualTo("4");
    assertThat(fixture.connector.count(FETCH)).isEqualTo(2);
    // When
    pushed(fixture.push(deploy, change("f", "a", "23", "24")));
    // Then
    assertThat(fixture.connector.count(FETCH)).isEqualTo(2);
  }

  @Fault(value = "branch rewritten by force", holds = "I1")
  @Test
  void followsAForcedBranchWithoutRevivingTheOldHistory() {
    // Given
    commitMany(20);
    repository.git("branch", "old", "main~10");
    pushed(fixture.push(deploy, change("f", "a", "20", "21")));
    String dropped = repository.tip("main");
    repository.git("update-ref", "refs/heads/main", "refs/heads/old");
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "10", "11b"));
    // Then
    assertThat(pushed(result).commit().hex()).isEqualTo(repository.tip("main"));
    assertThat(repository.log("main", "%H")).hasSize(11).doesNotContain(dropped);
    assertThat(fixture.clones()).hasSize(1);
    assertThat(clone("rev-list", "--count", "refs/lane/tip")).isEqualTo("2");
  }

  @Fault(value = "fetch that never gets its turn at the host", holds = "I6")
  @Test
  void keepsItsCopyWhereAFetchNeverBegan() {
    // Given
    commitMany(3);
    ok(read());
    List<Path> copies = fixture.clones();
    repository.commit("main", "f", "a: 4\n");
    fixture.connector.refuseNext(FETCH, Reason.TIMED_OUT);
    // When
    assertThat(failure(read()).reason()).isEqualTo(Reason.TIMED_OUT);
    ok(read());
    // Then
    assertThat(fixture.clones()).isEqualTo(copies);
  }

  @Fault(value = "cache corrupted", holds = "I2")
  @Test
  void healsWhenItsPacksAreGone() throws IOException {
    // Given
    commitMany(3);
    pushed(fixture.push(deploy, change("f", "a", "3", "4")));
    deletePacks();
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "4", "5"));
    // Then
    pushed(result);
    assertThat(repository.text("main", "f")).isEqualTo("a: 5\n");
  }

  @Fault(value = "cache corrupted and the branch moved", holds = "I2")
  @Test
  void healsWhenItsPacksAreGoneAndTheBranchMoved() throws IOException {
    // Given
    commitMany(3);
    pushed(fixture.push(deploy, change("f", "a", "3", "4")));
    deletePacks();
    repository.commit("main", "f", "a: 7\n");
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "7", "8"));
    // Then
    pushed(result);
    assertThat(repository.log("main", "%H")).hasSize(6);
  }

  @Fault(value = "lock file left behind", holds = "I2")
  @Test
  void healsWhenALockFileWasLeftBehind() throws IOException {
    // Given
    commitMany(3);
    ok(read());
    Files.createDirectories(folder().resolve("refs/lane"));
    Files.createFile(folder().resolve("refs/lane/tip.lock"));
    repository.commit("main", "f", "a: 7\n");
    // When
    PushResult result = fixture.push(deploy, change("f", "a", "7", "8"));
    // Then
    pushed(result);
    assertThat(repository.text("main", "f")).isEqualTo("a: 8\n");
  }

  @Test
  void answersAReadFromAYoungerTip() {
    // Given
    String tip = repository.commit("main", "f", "a: 1\n");
    Instant before = Instant.now();
    FileAtTip first = ok(fixture.lanes.read(deploy, FILE, before, PATIENCE));
    assertThat(first.tip().hex()).isEqualTo(tip);
    assertThat(first.content().bytes()).isEqualTo("a: 1\n".getBytes(UTF_8));
    assertThat(first.readAt()).isAfterOrEqualTo(before);
    repository.commit("main", "f", "a: 2\n");
    // When
    FileAtTip again = ok(fixture.lanes.read(deploy, FILE, first.readAt(), PATIENCE));
    FileAtTip fresh = ok(fixture.lanes.read(deploy, FILE, Instant.now(), PATIENCE));
    // Then
    assertThat(again).isEqualTo(first);
    assertThat(fresh.content().bytes()).isEqualTo("a: 2\n".getBytes(UTF_8));
    assertThat(fixture.connector.count(LS_REFS)).isEqualTo(2);
  }

  @Test
  void knowsTheTipAfterItsOwnPush() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    Instant start = Instant.now();
    PushResult.Pushed pushed = pushed(fixture.push(deploy, change("f", "a", "1", "2")));
    int asked = fixture.connector.count(LS_REFS);
    // When
    FileAtTip file = ok(fixture.lanes.read(deploy, FILE, start, PATIENCE));
    // Then
    assertThat(file.tip()).isEqualTo(pushed.tip());
    assertThat(file.content().bytes()).isEqualTo("a: 2\n".getBytes(UTF_8));
    assertThat(fixture.connector.count(LS_REFS)).isEqualTo(asked);
  }

  @Test
  void waitsForAHangingPushNoLongerThanItsOwnTimeout() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    fixture.whileBlocked(
        PUSH,
        () -> {
          fixture.submit(deploy, change("f", "a", "1", "2"));
          fixture.awaitCount(PUSH, 1);
          // When
          Result<FileAtTip> result =
              fixture.lanes.read(deploy, FILE, Instant.now(), Duration.ofMillis(200));
          // Then
          assertThat(failure(result).reason()).isEqualTo(Reason.TIMED_OUT);
        });
    assertThat(ok(read()).content().bytes()).isEqualTo("a: 2\n".getBytes(UTF_8));
  }

  private Result<FileAtTip> read() {
    return fixture.lanes.read(deploy, FILE, Instant.now(), PATIENCE);
  }

  private void commitMany(int count) {
    StringBuilder stream = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      String content = "a: " + i + "\n";
      stream.append("commit refs/heads/main\ncommitter Ada <ada@example.com> ");
      stream.append(1_700_000_000 + i).append(" +0000\ndata 1\nc\nM 100644 inline f\ndata ");
      stream.append(content.length()).append('\n').append(content).append('\n');
    }
    Command.in(repository.directory())
        .feed(stream.toString().getBytes(UTF_8), "git", "fast-import", "--quiet");
  }

  private Path folder() {
    return fixture.clones().getFirst();
  }

  private String clone(String... arguments) {
    String[] command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toArray(String[]::new);
    return Command.in(folder()).run(command);
  }

  private void deletePacks() throws IOException {
    try (Stream<Path> packs = Files.list(folder().resolve("objects/pack"))) {
      for (Path pack : packs.toList()) {
        Files.delete(pack);
      }
    }
  }
}
