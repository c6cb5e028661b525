package dev.gitopsbinding.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Bindings;
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
