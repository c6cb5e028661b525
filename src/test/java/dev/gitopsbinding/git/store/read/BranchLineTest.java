package dev.gitopsbinding.git.store.read;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.commitOthers;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A branch stays the same line of commits until commits leave it, whatever copy is read. */
class BranchLineTest {
  private static final RepositoryPath FILE = new RepositoryPath("f");

  private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");
  private final Lanes restarted =
      GitParts.lanes(fixture.connector, fixture.settings, fixture.counts);

  @AfterEach
  void close() {
    restarted.close();
    fixture.close();
  }

  @Fault(value = "branch rewritten by force", holds = "I1")
  @Test
  void aBranchBeginsANewLineWhereCommitsLeftIt() {
    // Given
    commitOthers(repository, 3);
    repository.commit("main", "f", "a: 1\n");
    ok(restarted.read(deploy, FILE, Instant.MIN, PATIENCE));
    commitOthers(repository, 1);
    ok(restarted.read(deploy, FILE, Instant.now(), PATIENCE));
    BranchLine first = restarted.line(deploy);
    commitOthers(repository, 1);
    ok(restarted.read(deploy, FILE, Instant.now(), PATIENCE));
    assertThat(restarted.line(deploy)).isSameAs(first);

    // When
    String other =
        repository.git("commit-tree", "-p", "main~3", "-m", "squashed", "main^{tree}").strip();
    repository.git("update-ref", "refs/heads/main", other);
    ok(restarted.read(deploy, FILE, Instant.now(), PATIENCE));

    // Then
    assertThat(restarted.line(deploy)).isNotSameAs(first);
  }

  @Fault(value = "branch rewritten by force while there is no local copy of it", holds = "I1")
  @Test
  void aLineOutlivesALostCopyOnlyWhereTheTipIsTheSame() {
    // Given
    commitOthers(repository, 3);
    repository.commit("main", "f", "a: 1\n");
    ok(restarted.read(deploy, FILE, Instant.MIN, PATIENCE));
    BranchLine first = restarted.line(deploy);
    String tip = repository.tip("main");

    // When
    loseTheCopy();
    repository.git("update-ref", "refs/heads/main", tip);
    ok(restarted.read(deploy, FILE, Instant.now(), PATIENCE));

    // Then
    assertThat(restarted.line(deploy)).isSameAs(first);

    // When
    loseTheCopy();
    repository.git("update-ref", "refs/heads/main", tip + "~1");
    repository.commit("main", Map.of("f", "a: 1\n"), "another");
    ok(restarted.read(deploy, FILE, Instant.now(), PATIENCE));

    // Then
    assertThat(restarted.line(deploy)).isNotSameAs(first);
  }

  private void loseTheCopy() {
    commitOthers(repository, 1);
    fixture.connector.refuseNext(FETCH, Reason.TIMED_OUT);
    failure(restarted.read(deploy, FILE, Instant.now(), PATIENCE));
  }
}
