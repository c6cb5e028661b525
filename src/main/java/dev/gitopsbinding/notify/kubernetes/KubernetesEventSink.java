package dev.gitopsbinding.notify.kubernetes;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.model.text.TextShortener;
import dev.gitopsbinding.net.apiserver.ApiPermits;
import dev.gitopsbinding.notify.BindingChange;
import dev.gitopsbinding.notify.EventSink;
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
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Kubernetes events (API group events.k8s.io, version v1) about bindings. */
public final class KubernetesEventSink implements EventSink {
  private static final Logger log = LoggerFactory.getLogger(KubernetesEventSink.class);
  private static final String CONTROLLER = GitOpsBinding.GROUP + "/operator";
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** The API server's limit of an event's note. */
  private static final int MAX_NOTE_BYTES = 1000;

  /** Fits into the bytes, whatever the characters are: UTF-8 needs at most four bytes for one. */
  private static final int MAX_NOTE_CHARACTERS = MAX_NOTE_BYTES / 4;

  /** The limit of names that are DNS subdomains (RFC 1123). */
  private static final int MAX_NAME_CHARACTERS = 253;

  private static final Pattern INVALID_LABEL_END = Pattern.compile("[-.]+$");

  private final KubernetesClient client;
  private final ApiPermits permits;
  private final String instance;
  private final Clock clock;

  /**
   * @param instance distinguishes replicas, at most 128 characters
   */
  public KubernetesEventSink(
      KubernetesClient client, ApiPermits permits, String instance, Clock clock) {
    this.client = client;
    this.permits = permits;
    this.instance = instance;
    this.clock = clock;
  }

  @Override
  public void report(BindingChange change) {
    if (change.change().isEvent()) {
      write(change.written(), change.change().event());
    }
  }

  /**
   * Writes an event. The name of the event is made from the version of the status that it reports,
   * so that the API server refuses a repetition.
   */
  public void write(ObjectReference written, BindingEvent event) {
    var resource =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(written.getNamespace())
            .withName(name(written, event.reason()))
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
      permits.call(
          written.getNamespace(), () -> client.events().v1().events().resource(resource).create());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        log.warn("The event {} could not be written: {}", event.reason(), e.getMessage());
      }
    }
  }

  /** A name that is too long is cut: the resource version already makes the event name unique. */
  static String name(ObjectReference written, String reason) {
    String end = "." + written.getResourceVersion() + "." + reason.toLowerCase(Locale.ROOT);
    String beginning = written.getName();
    int room = MAX_NAME_CHARACTERS - end.length();
    return beginning.length() <= room
        ? beginning + end
        : INVALID_LABEL_END.matcher(beginning.substring(0, room)).replaceFirst("") + end;
  }

  private static String shorten(String note) {
    boolean fits = note.getBytes(StandardCharsets.UTF_8).length <= MAX_NOTE_BYTES;
    return fits ? note : TextShortener.shorten(note, MAX_NOTE_CHARACTERS);
  }
}
