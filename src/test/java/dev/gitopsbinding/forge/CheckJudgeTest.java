package dev.gitopsbinding.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.Check.State;
import dev.gitopsbinding.model.CheckState;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckJudgeTest {
  private static final CheckState PASSED = new CheckState.Passed();

  @Test
  void noCheckIsNoPass() {
    var nothing = new CheckState.Pending(List.of(), List.of());
    assertThat(CheckJudge.judge(List.of(), List.of())).isEqualTo(nothing);
  }

  @Test
  void allThatExistHaveToPass() {
    assertThat(CheckJudge.judge(List.of(build(State.PASSED)), List.of())).isEqualTo(PASSED);
    assertThat(CheckJudge.judge(List.of(build(State.PASSED), test(State.RUNNING)), List.of()))
        .isEqualTo(new CheckState.Pending(List.of("test"), List.of()));
  }

  @Test
  void onlyThoseThatAreNamedCount() {
    List<Check> checks = List.of(build(State.PASSED), test(State.FAILED));
    assertThat(CheckJudge.judge(checks, List.of("build"))).isEqualTo(PASSED);
    assertThat(CheckJudge.judge(checks, List.of("build", "other")))
        .isEqualTo(new CheckState.Pending(List.of(), List.of("other")));
    assertThat(CheckJudge.judge(checks, List.of("BUILD")))
        .isEqualTo(new CheckState.Pending(List.of(), List.of("BUILD")));
  }

  @Test
  void aFailureDecidesWhileOthersRunOrAreMissing() {
    assertThat(
            CheckJudge.judge(
                List.of(build(State.RUNNING), test(State.FAILED)), List.of("test", "other")))
        .isEqualTo(new CheckState.Failed("test", "word", null));
  }

  /** A binding would wait for a rollout that waits for the binding. */
  @Test
  void whatTheOperatorReportsItselfDoesNotCountUnlessItIsNamed() {
    Check own = Check.beside("gitopsbinding/shop/web", State.RUNNING, "pending", null);
    assertThat(CheckJudge.judge(List.of(build(State.PASSED), own), List.of())).isEqualTo(PASSED);
    assertThat(CheckJudge.judge(List.of(own), List.of()))
        .isEqualTo(new CheckState.Pending(List.of(), List.of()));
    assertThat(CheckJudge.judge(List.of(own), List.of("gitopsbinding/shop/web")))
        .isEqualTo(new CheckState.Pending(List.of("gitopsbinding/shop/web"), List.of()));
  }

  @Test
  void theNewestOfAReplacedNameCounts() {
    Check old = Check.newest("build", 1, State.FAILED, "failed", null);
    Check fresh = Check.newest("build", 2, State.PASSED, "success", null);
    assertThat(CheckJudge.judge(List.of(old, fresh), List.of())).isEqualTo(PASSED);
    assertThat(CheckJudge.judge(List.of(fresh, old), List.of())).isEqualTo(PASSED);
  }

  private static Check build(State state) {
    return Check.beside("build", state, "word", null);
  }

  private static Check test(State state) {
    return Check.beside("test", state, "word", null);
  }
}
