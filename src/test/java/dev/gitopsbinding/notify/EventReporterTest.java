package dev.gitopsbinding.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.status.EventProjector.BindingEvent;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReporterTest {
  private static final ObjectReference WEB = new ObjectReferenceBuilder().withName("web").build();
  private static final BindingEvent PUSHED = new BindingEvent(false, "Pushed", "Pushed a commit.");

  @Test
  void aSinkThatFailsKeepsTheEventFromNoOtherSink() {
    // Given
    List<BindingEvent> reported = new ArrayList<>();
    EventSink failing =
        (_, _) -> {
          throw new IllegalStateException("the sink is broken");
        };
    var events = new EventReporter(List.of(failing, (_, event) -> reported.add(event), failing));

    // When
    events.report(WEB, PUSHED);

    // Then
    assertThat(reported).containsExactly(PUSHED);
  }
}
