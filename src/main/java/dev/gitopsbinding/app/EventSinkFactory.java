package dev.gitopsbinding.app;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import dev.gitopsbinding.controller.kube.SecretStore;
import dev.gitopsbinding.forge.login.ForgeLogins;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.apiserver.ApiPermits;
import dev.gitopsbinding.notify.EventSink;
import dev.gitopsbinding.notify.MessageFormat;
import dev.gitopsbinding.notify.NotificationListener;
import dev.gitopsbinding.notify.cloudevents.CloudEventsFormat;
import dev.gitopsbinding.notify.commitstatus.CommitStatusSink;
import dev.gitopsbinding.notify.kubernetes.KubernetesEventSink;
import dev.gitopsbinding.notify.slack.SlackFormat;
import dev.gitopsbinding.notify.webhook.NotificationSink;
import dev.gitopsbinding.notify.webhook.WebhookSecrets;
import dev.gitopsbinding.notify.webhook.WebhookSettings;
import dev.gitopsbinding.trace.CurrentSpan;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Creates the sinks, which report changes of bindings. */
final class EventSinkFactory {
  /**
   * The types of receivers. Suppliers and not method references: these would load the classes of
   * formats that no binding uses.
   */
  private static final Map<NotificationType, Supplier<MessageFormat>> FORMATS =
      Map.of(
          NotificationType.SLACK, () -> new SlackFormat(),
          NotificationType.CLOUD_EVENTS, () -> new CloudEventsFormat());

  private EventSinkFactory() {}

  /**
   * All sinks.
   *
   * @param notifications to be closed
   * @param commitStatuses likewise
   */
  record Sinks(
      KubernetesEventSink events, NotificationSink notifications, CommitStatusSink commitStatuses) {
    List<EventSink> all() {
      return List.of(events, notifications, commitStatuses);
    }
  }

  static Sinks create(ControllerParts parts, ApiPermits permits, SecretStore secrets) {
    var events = new KubernetesEventSink(parts.client(), permits, parts.instance(), parts.clock());
    return new Sinks(
        events,
        notifications(
            parts.config().webhooks(),
            secrets,
            events,
            parts.messages(),
            parts.clock(),
            parts.steady()),
        new CommitStatusSink(
            new CommitStatusSink.Parts(
                parts.hosts().commitStatuses(),
                () -> new ForgeLogins(secrets, parts.hosts().tokens()),
                parts.reports(),
                events::write,
                parts.steady())));
  }

  /** The sink for the receivers of bindings. */
  static NotificationSink notifications(
      WebhookSettings settings,
      SecretStore secrets,
      KubernetesEventSink events,
      NotificationListener listener,
      Clock clock,
      Clock steady) {
    return new NotificationSink(
        new NotificationSink.Parts(
            settings,
            new StoredSecrets(secrets),
            FORMATS,
            listener,
            events::write,
            CurrentSpan::traceparent,
            clock,
            steady));
  }

  private record StoredSecrets(SecretStore secrets) implements WebhookSecrets {
    @Override
    public Result<SecretData> read(String namespace, String name) throws InterruptedException {
      try {
        return secrets.secret(namespace, name);
      } catch (KubernetesClientException e) {
        return Result.failed(
            new Failure.Remote(
                Reason.HOST_UNREACHABLE,
                "the API server did not return Secret %s/%s".formatted(namespace, name)));
      }
    }

    @Override
    public void forget(String namespace, String name) {
      secrets.forget(namespace, name);
    }
  }
}
