package dev.gitopsbinding.git.source.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.source.copy.Fetched;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OlderCommitsTest {
  private static final CommitSha COMMIT = new CommitSha("1".repeat(40));
  private static final long RETRY = OlderCommits.RETRY.toNanos();

  private final OlderCommits commits = new OlderCommits();

  @ParameterizedTest
  @CsvSource({
    "REMOTE_ERROR, false",
    "RECEIVED_TOO_MUCH, false",
    "TIMED_OUT, true",
    "RATE_LIMITED, true"
  })
  void whatTheHostRefusesIsAskedForAgainLater(Reason reason, boolean atOnce) {
    commits.asked(COMMIT, 0, Result.failed(new Failure.Remote(reason, "no")), 7);

    assertThat(commits.allows(COMMIT, 7 + RETRY - 1)).isEqualTo(atOnce);
    assertThat(commits.allows(COMMIT, 7 + RETRY)).isTrue();
    assertThat(commits.nextStep(COMMIT)).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"TIMED_OUT", "CACHE_FULL"})
  void whatMayBeByChanceIsRefusedForAWhileTheSecondTime(Reason reason) {
    Result<Fetched> late = Result.failed(new Failure.Remote(reason, "late"));
    commits.asked(COMMIT, 0, late, 5);
    assertThat(commits.allows(COMMIT, 6)).isTrue();

    commits.asked(COMMIT, 0, late, 7);
    assertThat(commits.allows(COMMIT, 7 + RETRY - 1)).isFalse();
    assertThat(commits.allows(COMMIT, 7 + RETRY)).isTrue();
    assertThat(commits.nextStep(COMMIT)).isZero();

    commits.asked(COMMIT, 0, late, 7 + RETRY);
    assertThat(commits.allows(COMMIT, 8 + RETRY)).isTrue();
    commits.asked(COMMIT, 0, Result.ok(new Fetched.Commit(ObjectId.zeroId())), 8 + RETRY);
    commits.asked(COMMIT, 1, late, 9 + RETRY);
    assertThat(commits.allows(COMMIT, 10 + RETRY)).isTrue();
  }

  @Test
  void eachStepIsFetchedOnceUntilItIsForgotten() {
    commits.asked(COMMIT, 1, Result.ok(new Fetched.Commit(ObjectId.zeroId())), 7);
    assertThat(commits.nextStep(COMMIT)).isEqualTo(2);

    commits.asked(COMMIT, 2, Result.ok(new Fetched.TooMuch()), 8);
    assertThat(commits.nextStep(COMMIT)).isEqualTo(2);
    assertThat(commits.allows(COMMIT, 9)).isFalse();

    commits.forgetFetched();
    assertThat(commits.nextStep(COMMIT)).isZero();
    assertThat(commits.allows(COMMIT, 9)).isFalse();
  }

  @Test
  void remembersALimitedNumber() {
    commits.asked(COMMIT, 0, Result.ok(new Fetched.Commit(ObjectId.zeroId())), 7);
    for (int i = 0; i < 100; i++) {
      assertThat(commits.nextStep(COMMIT)).isEqualTo(1);
      commits.asked(new CommitSha("%040x".formatted(i)), 0, Result.ok(new Fetched.TooMuch()), 7);
    }
    assertThat(commits.nextStep(COMMIT)).isZero();
  }
}
