package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.edit;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.store.read.LastChange;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.program.Command;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LaneHistoryTest {
  private static final RepositoryPath FILE = new RepositoryPath("d/f");

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");

  @Test
  void namesWhoRevertedOurCommit() {
    // Given
    repository.commit("main", "d/f", "a: 1\n");
    pushed(fixture.push(deploy, change("d/f", "a", "1", "2")));
    String revert = repository.commit("main", "d/f", "a: 1\n");
    repository.commit("main", "other", "x");
    readNow();
    // When
    LastChange change = ok(fixture.lanes.lastChange(deploy, FILE, PATIENCE));
    // Then
    assertThat(change.commit().hex()).isEqualTo(revert);
    assertThat(change.author()).isEqualTo("Ada (ada@example.com)");
    assertThat(change.exact()).isTrue();
  }

  @Test
  void namesTheCommitInsideAMergedBranch() {
    // Given
    repository.commit("main", "d/f", "a: 1\n");
    readNow();
    repository.git("branch", "topic", "main");
    String inTopic = repository.commit("topic", "d/f", "a: 5\n");
    repository.commit("main", "other", "x");
    repository.commit("topic", "other", "x");
    String merge =
        repository.git("commit-tree", "-p", "main", "-p", "topic", "-m", "merge", "topic^{tree}");
    repository.git("update-ref", "refs/heads/main", merge);
    readNow();
    // When
    LastChange change = ok(fixture.lanes.lastChange(deploy, FILE, PATIENCE));
    // Then
    assertThat(change.commit().hex()).isEqualTo(inTopic);
    assertThat(change.exact()).isTrue();
  }

  @Test
  void admitsThatItsHistoryEnds() {
    // Given
    repository.commit("main", "d/f", "a: 1\n");
    String boundary = repository.commit("main", "other", "x");
    readNow();
    repository.commit("main", "other", "y");
    readNow();
    // When
    LastChange change = ok(fixture.lanes.lastChange(deploy, FILE, PATIENCE));
    // Then
    assertThat(change.commit().hex()).isEqualTo(boundary);
    assertThat(change.exact()).isFalse();
  }

  @Test
  void isExactAtTheVeryFirstCommit() {
    // Given
    String first = repository.commit("main", "d/f", "a: 1\n");
    // When
    LastChange change = ok(fixture.lanes.lastChange(deploy, FILE, PATIENCE));
    // Then
    assertThat(change.commit().hex()).isEqualTo(first);
    assertThat(change.exact()).isTrue();
  }

  @Test
  void namesWhoDeletedTheFile() {
    // Given
    repository.commit("main", Map.of("d/f", "a: 1\n", "g", "x"), "base");
    readNow();
    String without = repository.git("rev-parse", "main:d");
    String tree =
        repository
            .git("ls-tree", "main")
            .lines()
            .filter(line -> !line.contains(without))
            .findAny()
            .orElseThrow();
    String made = mktree(tree);
    String deletion = repository.git("commit-tree", "-p", "main", "-m", "delete", made);
    repository.git("update-ref", "refs/heads/main", deletion);
    fixture.lanes.read(deploy, FILE, Instant.now(), PATIENCE);
    // When
    LastChange change = ok(fixture.lanes.lastChange(deploy, FILE, PATIENCE));
    // Then
    assertThat(change.commit().hex()).isEqualTo(deletion);
    assertThat(change.exact()).isTrue();
  }

  @Test
  void tellsThatAFileNeverWas() {
    repository.commit("main", "g", "x");
    assertThat(failure(fixture.lanes.lastChange(deploy, FILE, PATIENCE)).reason())
        .isEqualTo(Reason.FILE_NOT_FOUND);
  }

  @Test
  void showsAStrangersNameWithoutControlCharacters() {
    // Given
    pushed(
        fixture.push(
            deployWith("a: 1\n"),
            change(
                new ChangeSet.Author("E\u001b[31mvil\u0007\u202e " + "x".repeat(500), "e@x"),
                "d/f",
                edit("a", "1", "2"))));
    // When
    LastChange change = ok(fixture.lanes.lastChange(deploy, FILE, PATIENCE));
    // Then
    assertThat(change.author()).matches("Evil x{290,300}…");
  }

  private Remote deployWith(String text) {
    repository.commit("main", "d/f", text);
    return deploy;
  }

  private void readNow() {
    fixture.lanes.read(deploy, FILE, Instant.now(), PATIENCE);
  }

  private String mktree(String line) {
    return Command.in(repository.directory())
        .feed((line + "\n").getBytes(StandardCharsets.UTF_8), "git", "mktree")
        .text();
  }
}
