package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.Projections.project;
import static dev.gitopsbinding.status.Projections.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Outcome;
import org.junit.jupiter.api.Test;

/** How far a requested sync is. */
class HandledRequestTest {
  @Test
  void aRequestIsHandledByTheAttemptAndPendsUntilItWasDone() {
    // Given
    var resource = Bindings.resource("{}");
    resource.getMetadata().getAnnotations().put("gitopsbinding.dev/requestedAt", "now");
    Binding requested = Bindings.parse(resource);

    // When
    var failed = project(requested, stopped(Reason.TIMED_OUT));
    var again = project(requested, failed, stopped(Reason.TIMED_OUT));
    var done = project(requested, failed, new Outcome.Kept(TAG));
    var failedLater = project(requested, done, stopped(Reason.TIMED_OUT));

    // Then
    assertThat(failed.lastHandledRequestedAt()).isEqualTo("now");
    assertThat(failed.pendingRequestedAt()).isEqualTo("now");
    assertThat(requested.requestIsOpen(failed)).isTrue();
    assertThat(again).isEqualTo(failed);
    assertThat(done.lastHandledRequestedAt()).isEqualTo("now");
    assertThat(done.pendingRequestedAt()).isNull();
    assertThat(requested.requestIsOpen(done)).isFalse();
    assertThat(requested.requestIsOpen(failedLater)).isFalse();
  }

  @Test
  void aSuspendedBindingAttemptsNoRequest() {
    var resource = Bindings.resource("{suspend: true}");
    resource.getMetadata().getAnnotations().put("gitopsbinding.dev/requestedAt", "now");
    var status = project(Bindings.parse(resource), stopped(Reason.SUSPENDED));
    assertThat(status.lastHandledRequestedAt()).isNull();
  }
}
