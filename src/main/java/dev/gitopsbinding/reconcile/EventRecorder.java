package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.status.EventProjector.BindingEvent;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes Kubernetes events (API group events.k8s.io, version v1) about bindings. */
final class EventRecorder {
  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
  private static final String CONTROLLER = GitOpsBinding.GROUP + "/operator";
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** The API server's limit of an event's note, in bytes; a character has at most four. */
  private static final int MAX_NOTE_CHARACTERS = 1000 / 4;

  private static final int MAX_NOTE_BYTES = 1000;

  private final KubernetesClient client;
  private final ApiPermits permits;
  private final String instance;
  private final Clock clock;

  /**
   * @param instance tells replicas apart, at most 128 characters
   */
  EventRecorder(KubernetesClient client, ApiPermits permits, String instance, Clock clock) {
    this.client = client;
    this.permits = permits;
    this.instance = instance;
    this.clock = clock;
  }

  /**
   * Writes an event. Its name comes from the status write it tells of, so that a repetition is
   * refused by the API server. A failure is logged only: no sync fails for an event.
   *
   * @param written refers to the binding as the status write returned it
   */
  void record(ObjectReference written, BindingEvent event) {
    log.atLevel(event.warning() ? Level.WARN : Level.INFO)
        .log("{}: {}", event.reason(), event.note());
    var resource =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(written.getNamespace())
            .withName(
                "%s.%s.%s"
                    .formatted(
                        written.getName(), written.getResourceVersion(), lowerCase(event.reason())))
            .endMetadata()
            .withEventTime(new MicroTime(MICRO_TIME.format(clock.instant())))
            .withReportingController(CONTROLLER)
            .withReportingInstance(instance)
            .withAction("Sync")
            .withType(event.warning() ? "Warning" : "Normal")
            .withReason(event.reason())
            .withNote(shorten(event.note()))
            .withRegarding(new ObjectReferenceBuilder(written).withResourceVersion(null).build())
            .build();
    try {
      permits.call(() -> client.events().v1().events().resource(resource).create());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        log.warn("The event {} could not be written: {}", event.reason(), e.getMessage());
      }
    }
  }

  private static String lowerCase(String reason) {
    return reason.toLowerCase(Locale.ROOT);
  }

  private static String shorten(String note) {
    boolean fits = note.getBytes(StandardCharsets.UTF_8).length <= MAX_NOTE_BYTES;
    return fits ? note : note.substring(0, Math.min(note.length(), MAX_NOTE_CHARACTERS)) + "…";
  }
}
