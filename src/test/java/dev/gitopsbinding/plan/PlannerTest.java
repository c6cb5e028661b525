package dev.gitopsbinding.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.image.ImageVersions;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Rule SILENT = _ -> Optional.empty();
  private static final Observation OBSERVATION =
      Observation.of(
          Bindings.parse(Bindings.resource("{}")),
          GitOpsBindingStatus.EMPTY,
          null,
          new Workload.Missing(),
          Instant.EPOCH);

  @Test
  void theFirstRuleThatAppliesDecides() {
    assertThat(new Planner(List.of(SILENT, keep("first"), keep("second"))).plan(OBSERVATION))
        .isEqualTo(new Plan.Keep("first"));
  }

  /** Whatever rule wants to push, such as one that rolls back. */
  @Test
  void aBindingThatPreviewsNeverPushes() {
    // Given
    var push =
        new Plan.Push(ImageVersions.ofTag("new"), List.of("web:old"), "message", null, false);
    Rule pushes = _ -> Optional.of(push);
    var previews = Bindings.parse(Bindings.resource("mode: Preview"));
    var observation =
        Observation.of(
            previews, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), Instant.EPOCH);

    // Then
    assertThat(new Planner(List.of(pushes)).plan(OBSERVATION)).isEqualTo(push);
    assertThat(new Planner(List.of(pushes)).plan(observation)).isEqualTo(new Plan.Preview(push));
  }

  @Test
  void rulesOfWhichNoneAppliesAreAMistake() {
    assertThatThrownBy(() -> new Planner(List.of(SILENT)).plan(OBSERVATION))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("no rule applies to ");
  }

  private static Rule keep(String tag) {
    return _ -> Optional.of(new Plan.Keep(tag));
  }
}
