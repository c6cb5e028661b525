package dev.gitopsbinding.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BindingStateTest {
  @ParameterizedTest
  @CsvSource({
    "True, UpToDate, READY",
    "False, ImageNotFound, WAITING",
    "Unknown, PushInProgress, WAITING",
    "False, ManifestChanged, HELD",
    "False, ConflictingBinding, HELD",
    "False, HostUnreachable, FAILED",
    "False, InvalidSpec, FAILED",
    "False, OfANewerOperator, FAILED",
    "True, OfANewerOperator, READY",
    "Unknown, Suspended, SUSPENDED"
  })
  void followsTheConditionReady(String status, String reason, BindingState state) {
    assertThat(BindingState.of(status(condition("Ready", status, reason)))).isEqualTo(state);
  }

  @Test
  void aSuspendedBindingIsSuspendedWhateverItWasBefore() {
    assertThat(
            BindingState.of(
                status(
                    condition("Ready", "True", "UpToDate"),
                    condition("Suspended", "True", "Suspended"))))
        .isEqualTo(BindingState.SUSPENDED);
  }

  @Test
  void whatWasNeverSyncedWaits() {
    assertThat(BindingState.of(GitOpsBindingStatus.EMPTY)).isEqualTo(BindingState.WAITING);
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsText(BindingState state) {
    assertThat(BindingState.of(state.text())).contains(state);
    assertThat(BindingState.of(state.name())).isEmpty();
  }

  private static BindingCondition condition(String type, String status, String reason) {
    return new BindingCondition(type, status, 1L, "2026-02-03T04:05:06Z", reason, "");
  }

  private static GitOpsBindingStatus status(BindingCondition... conditions) {
    return new GitOpsBindingStatus(
        1L, null, null, null, null, null, null, null, null, List.of(conditions));
  }
}
