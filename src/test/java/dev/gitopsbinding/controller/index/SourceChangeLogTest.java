package dev.gitopsbinding.controller.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.testing.Fault;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceChangeLogTest {
  private static final RemoteBranch BRANCH = branch("ssh://git@example.com/web.git");
  private static final CommitSha FIRST = new CommitSha("1".repeat(40));
  private static final CommitSha SECOND = new CommitSha("2".repeat(40));
  private static final CommitSha THIRD = new CommitSha("3".repeat(40));

  private static final BindingId READER = new BindingId("shop", "web");

  private final SourceChangeLog moves = new SourceChangeLog();

  @BeforeEach
  void read() {
    moves.reads(READER, BRANCH);
  }

  @Test
  void aNewTipIsAMoveForTheFirstWhoSeesIt() {
    assertThat(moves.note(BRANCH, FIRST, at(1))).isFalse();
    assertThat(moves.note(BRANCH, SECOND, at(2))).isTrue();
    assertThat(moves.note(BRANCH, SECOND, at(3))).isFalse();
    assertThat(moves.note(BRANCH, THIRD, at(4))).isTrue();
    assertThat(moves.movedAt(BRANCH.identity())).contains(at(4));
  }

  @Test
  void anOlderReadThatComesLateIsNoMove() {
    moves.note(BRANCH, FIRST, at(1));
    moves.note(BRANCH, SECOND, at(3));
    assertThat(moves.note(BRANCH, FIRST, at(2))).isFalse();
    assertThat(moves.note(BRANCH, SECOND, at(4))).isFalse();
  }

  @Test
  void replicasThatDisagreeAreOneMove() {
    moves.note(BRANCH, FIRST, at(1));
    assertThat(moves.note(BRANCH, SECOND, at(2))).isTrue();
    for (int i = 3; i < 10; i++) {
      assertThat(moves.note(BRANCH, i % 2 == 0 ? SECOND : FIRST, at(i))).isFalse();
    }
    assertThat(moves.movedAt(BRANCH.identity())).contains(at(2));
    assertThat(moves.note(BRANCH, THIRD, at(10))).isTrue();
    assertThat(moves.note(BRANCH, FIRST, at(11))).isFalse();
  }

  @Test
  void aStepBackIsAMoveOnceTheLastOneIsSettled() {
    moves.note(BRANCH, FIRST, at(1));
    moves.note(BRANCH, SECOND, at(2));
    assertThat(moves.note(BRANCH, FIRST, at(63))).isTrue();
    assertThat(moves.movedAt(BRANCH.identity())).contains(at(63));
  }

  @Test
  void eachWayToWriteTheUrlHasATipOfItsOwn() {
    RemoteBranch other = branch("git@example.com:web");
    moves.note(BRANCH, FIRST, at(1));
    assertThat(moves.note(other, SECOND, at(2))).isFalse();
    assertThat(moves.note(BRANCH, FIRST, at(3))).isFalse();
  }

  @Test
  void whatIsForgottenBeginsAgain() {
    moves.note(BRANCH, FIRST, at(1));
    moves.note(BRANCH, SECOND, at(2));
    moves.forget(READER);
    moves.reads(READER, BRANCH);
    assertThat(moves.movedAt(BRANCH.identity())).isEmpty();
    assertThat(moves.note(BRANCH, THIRD, at(3))).isFalse();
  }

  @Fault(value = "2 000 bindings that are made, re-pointed and deleted", holds = "I6")
  @Test
  void nothingIsKeptOfBindingsThatWereDeletedOrPointedElsewhere() {
    // When
    for (int i = 0; i < 2_000; i++) {
      BindingId churning = new BindingId("shop", "churning" + i % 20);
      readAndMove(churning, branch("ssh://git@example.com/re-pointed" + i));
      BindingId brief = new BindingId("shop", "brief" + i);
      readAndMove(brief, branch("ssh://git@example.com/deleted" + i));
      moves.forget(brief);
    }

    // Then: a tip and a move of each branch that is read still
    assertThat(moves.size()).isEqualTo(2 * 20);

    // When
    for (int i = 0; i < 20; i++) {
      moves.forget(new BindingId("shop", "churning" + i));
    }

    // Then
    assertThat(moves.size()).isZero();
  }

  @Test
  void aBranchIsRememberedUntilItsLastReaderLeaves() {
    // Given
    BindingId other = new BindingId("shop", "other");
    moves.reads(other, branch("git@example.com:web"));
    moves.note(BRANCH, FIRST, at(1));
    moves.note(BRANCH, SECOND, at(2));

    // When
    moves.forget(READER);

    // Then: the other reads the same by another spelling
    assertThat(moves.movedAt(BRANCH.identity())).contains(at(2));

    // When
    moves.forget(other);

    // Then
    assertThat(moves.size()).isZero();
  }

  private void readAndMove(BindingId reader, RemoteBranch branch) {
    moves.reads(reader, branch);
    moves.note(branch, FIRST, at(1));
    moves.note(branch, SECOND, at(2));
  }

  private static RemoteBranch branch(String url) {
    return new RemoteBranch(RepositoryUrl.parse(url), "main");
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }
}
