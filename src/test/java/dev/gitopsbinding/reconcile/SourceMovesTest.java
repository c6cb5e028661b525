package dev.gitopsbinding.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SourceMovesTest {
  private static final RemoteBranch BRANCH = branch("ssh://git@example.com/web.git");
  private static final CommitSha FIRST = new CommitSha("1".repeat(40));
  private static final CommitSha SECOND = new CommitSha("2".repeat(40));
  private static final CommitSha THIRD = new CommitSha("3".repeat(40));

  private final SourceMoves moves = new SourceMoves();

  @Test
  void a_new_tip_is_a_move_for_the_first_who_sees_it() {
    assertThat(moves.note(BRANCH, FIRST, at(1))).isFalse();
    assertThat(moves.note(BRANCH, SECOND, at(2))).isTrue();
    assertThat(moves.note(BRANCH, SECOND, at(3))).isFalse();
    assertThat(moves.note(BRANCH, THIRD, at(4))).isTrue();
    assertThat(moves.movedAt(BRANCH.identity())).contains(at(4));
  }

  @Test
  void an_older_read_that_comes_late_is_no_move() {
    moves.note(BRANCH, FIRST, at(1));
    moves.note(BRANCH, SECOND, at(3));
    assertThat(moves.note(BRANCH, FIRST, at(2))).isFalse();
    assertThat(moves.note(BRANCH, SECOND, at(4))).isFalse();
  }

  @Test
  void replicas_that_disagree_are_one_move() {
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
  void a_step_back_is_a_move_once_the_last_one_is_settled() {
    moves.note(BRANCH, FIRST, at(1));
    moves.note(BRANCH, SECOND, at(2));
    assertThat(moves.note(BRANCH, FIRST, at(63))).isTrue();
    assertThat(moves.movedAt(BRANCH.identity())).contains(at(63));
  }

  @Test
  void each_way_to_write_the_url_has_a_tip_of_its_own() {
    RemoteBranch other = branch("git@example.com:web");
    moves.note(BRANCH, FIRST, at(1));
    assertThat(moves.note(other, SECOND, at(2))).isFalse();
    assertThat(moves.note(BRANCH, FIRST, at(3))).isFalse();
  }

  @Test
  void what_is_forgotten_begins_anew() {
    moves.note(BRANCH, FIRST, at(1));
    moves.note(BRANCH, SECOND, at(2));
    moves.forget(BRANCH.identity());
    assertThat(moves.movedAt(BRANCH.identity())).isEmpty();
    assertThat(moves.note(BRANCH, THIRD, at(3))).isFalse();
  }

  private static RemoteBranch branch(String url) {
    return new RemoteBranch(RepositoryUrl.parse(url), "main");
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }
}
