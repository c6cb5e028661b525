package dev.gitopsbinding.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Workload;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandledRequestTest {
  private static final Outcome DONE = new Outcome.Kept("1".repeat(40));

  @Test
  void a_request_that_is_done_is_handled() {
    GitOpsBinding requested = Bindings.resource("{}");
    requested.getMetadata().getAnnotations().put(GitOpsBinding.REQUESTED_AT, "now");
    assertThat(HandledRequest.after(observe(requested, "before"), DONE))
        .isEqualTo(new HandledRequest("now", null));
  }

  @Test
  void without_a_request_the_last_one_that_was_handled_stays() {
    assertThat(HandledRequest.after(observe(Bindings.resource("{}"), "before"), DONE))
        .isEqualTo(new HandledRequest("before", null));
  }

  private static Observation observe(GitOpsBinding resource, String handled) {
    var status =
        new GitOpsBindingStatus(null, handled, null, null, null, null, null, null, null, List.of());
    return Observation.of(
        Bindings.parse(resource), status, null, new Workload.Missing(), Instant.EPOCH);
  }
}
