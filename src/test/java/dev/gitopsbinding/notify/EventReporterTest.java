package dev.gitopsbinding.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.status.EventProjector.BindingEvent;
import dev.gitopsbinding.status.StateChange;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReporterTest {
  private static final ObjectReference WEB = new ObjectReferenceBuilder().withName("web").build();
  private static final BindingChange PUSHED =
      new BindingChange(
          WEB,
          null,
          GitOpsBindingStatus.EMPTY,
          GitOpsBindingStatus.EMPTY,
          new StateChange(
              NotificationEvent.PUSHED,
              StateChange.Scope.ALL,
              new BindingEvent(false, "Pushed", "Pushed a commit.")));

  @Test
  void aSinkThatFailsKeepsTheEventFromNoOtherSink() {
    // Given
    List<BindingChange> reported = new ArrayList<>();
    EventSink failing =
        _ -> {
          throw new IllegalStateException("the sink is broken");
        };
    var events = new EventReporter(List.of(failing, reported::add, failing));

    // When
    events.report(PUSHED);

    // Then
    assertThat(reported).containsExactly(PUSHED);
  }
}
