package dev.gitopsbinding.status.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag.Result;
import dev.gitopsbinding.status.history.DeploymentChange.DeploymentEnded;
import dev.gitopsbinding.status.history.DeploymentChange.StageEnded;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeploymentChangesTest {
  private static final DeployedTag PUSHED = tag("a", 0, 60, 240, 300, null, null, Result.PUSHED);
  private static final DeployedTag APPLIED = tag("a", 0, 60, 240, 300, 360, null, Result.PUSHED);
  private static final DeployedTag ROLLED_OUT =
      tag("a", 0, 60, 240, 300, 360, 480, Result.ROLLED_OUT);

  @Test
  void eachStageIsTimedOnceWhenItsEndIsStored() {
    assertThat(changes(List.of(), List.of(PUSHED)))
        .containsExactly(
            stage(LeadTimeStage.COMMIT, 60),
            stage(LeadTimeStage.IMAGE, 180),
            stage(LeadTimeStage.MANIFEST, 60));
    assertThat(changes(List.of(PUSHED), List.of(APPLIED)))
        .containsExactly(stage(LeadTimeStage.APPLIED, 60));
    assertThat(changes(List.of(APPLIED), List.of(ROLLED_OUT)))
        .containsExactly(
            stage(LeadTimeStage.ROLLOUT, 120),
            stage(LeadTimeStage.DELIVERY, 420),
            stage(LeadTimeStage.TOTAL, 480),
            new DeploymentEnded(Result.ROLLED_OUT));
    assertThat(changes(List.of(ROLLED_OUT), List.of(ROLLED_OUT))).isEmpty();
    assertThat(changes(List.of(ROLLED_OUT, PUSHED), List.of(ROLLED_OUT))).isEmpty();
  }

  @Test
  void aStageWithoutABeginningIsNotTimed() {
    DeployedTag found = tag("a", null, null, null, 300, null, null, Result.PUSHED);
    assertThat(changes(List.of(), List.of(found))).isEmpty();
    DeployedTag complete = tag("a", null, null, null, 300, null, 480, Result.ROLLED_OUT);
    assertThat(changes(List.of(found), List.of(complete)))
        .containsExactly(new DeploymentEnded(Result.ROLLED_OUT));
  }

  @Test
  void clocksThatDifferMakeNoNegativeTimes() {
    DeployedTag skewed = tag("a", 900, 60, 30, 20, null, null, Result.PUSHED);
    assertThat(changes(List.of(), List.of(skewed)))
        .containsExactly(
            stage(LeadTimeStage.COMMIT, 0),
            stage(LeadTimeStage.IMAGE, 0),
            stage(LeadTimeStage.MANIFEST, 0));
  }

  @Test
  void whatWasRolledOutWhenItsPushWasFoundAgainMayHaveBeenCounted() {
    DeployedTag recovered = tag("a", null, null, null, 300, null, null, Result.ROLLED_OUT);
    assertThat(changes(List.of(), List.of(recovered))).isEmpty();
  }

  @Test
  void theSameTagPushedTwiceIsTwoDeployments() {
    DeployedTag again = tag("a", null, null, null, 900, 960, 960, Result.ROLLED_OUT);
    assertThat(changes(List.of(ROLLED_OUT), List.of(again, ROLLED_OUT)))
        .containsExactly(
            stage(LeadTimeStage.APPLIED, 60),
            stage(LeadTimeStage.ROLLOUT, 0),
            new DeploymentEnded(Result.ROLLED_OUT));
  }

  @Test
  void aTimeThatSomebodyWroteIntoTheStatusIsPassedOver() {
    var edited =
        new DeployedTag(
            "a", null, "soon", "never", null, "now", "x", "y", null, null, "SomethingElse");
    assertThat(changes(List.of(edited), List.of(edited))).isEmpty();
    assertThat(changes(List.of(), List.of(edited)))
        .containsExactly(new DeploymentEnded(Result.ROLLED_OUT));
  }

  private static List<DeploymentChange> changes(List<DeployedTag> before, List<DeployedTag> after) {
    return DeploymentChanges.between(before, after);
  }

  private static StageEnded stage(LeadTimeStage stage, int seconds) {
    return new StageEnded(stage, Duration.ofSeconds(seconds));
  }

  /** Times are in seconds. */
  private static DeployedTag tag(
      String tag,
      @Nullable Integer committed,
      @Nullable Integer seen,
      @Nullable Integer imageFound,
      @Nullable Integer pushed,
      @Nullable Integer applied,
      @Nullable Integer rolledOut,
      Result result) {
    List<@Nullable String> times =
        Stream.of(new Integer[][] {{committed, seen, imageFound, pushed, applied, rolledOut}})
            .flatMap(Arrays::stream)
            .map(DeploymentChangesTest::time)
            .toList();
    return new DeployedTag(
        tag,
        null,
        times.get(0),
        times.get(1),
        times.get(2),
        times.get(3),
        times.get(4),
        times.get(5),
        null,
        null,
        result.text());
  }

  private static @Nullable String time(@Nullable Integer seconds) {
    return seconds == null
        ? null
        : java.time.Instant.parse("2026-02-03T04:00:00Z").plusSeconds(seconds).toString();
  }
}
