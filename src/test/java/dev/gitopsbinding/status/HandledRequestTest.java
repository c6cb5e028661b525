package dev.gitopsbinding.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandledRequestTest {
  private static final Outcome DONE = new Outcome.Kept("1".repeat(40));

  @Test
  void aRequestThatIsDoneIsHandled() {
    GitOpsBinding requested = Bindings.resource("{}");
    requested.getMetadata().getAnnotations().put(GitOpsBinding.REQUESTED_AT, "now");
    assertThat(HandledRequest.after(observe(requested, "before"), DONE))
        .isEqualTo(new HandledRequest("now", null));
  }

  @Test
  void withoutARequestTheLastOneThatWasHandledStays() {
    assertThat(HandledRequest.after(observe(Bindings.resource("{}"), "before"), DONE))
        .isEqualTo(new HandledRequest("before", null));
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"SOAKING", "AWAITING_UPSTREAM"})
  void aWaitForAnotherBindingEndsTheRequest(Reason reason) {
    // Else a person's edit during the soak time would be overwritten when that ends.
    assertThat(afterWait(reason)).isEqualTo(new HandledRequest("now", null));
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"IMAGE_NOT_FOUND", "CHECKS_PENDING"})
  void aWaitForTheCommitItselfKeepsTheRequestOpen(Reason reason) {
    assertThat(afterWait(reason)).isEqualTo(new HandledRequest("now", "now"));
  }

  private static HandledRequest afterWait(Reason reason) {
    GitOpsBinding requested = Bindings.resource("{}");
    requested.getMetadata().getAnnotations().put(GitOpsBinding.REQUESTED_AT, "now");
    return HandledRequest.after(
        observe(requested, "before"), new Outcome.Waiting(reason, "a commit", "It is not there."));
  }

  private static Observation observe(GitOpsBinding resource, String handled) {
    var status =
        new GitOpsBindingStatus(null, handled, null, null, null, null, null, null, null, List.of());
    return Observation.of(
        Bindings.parse(resource), status, null, new Workload.Missing(), Instant.EPOCH);
  }
}
