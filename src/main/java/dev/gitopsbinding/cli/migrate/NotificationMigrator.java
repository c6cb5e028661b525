package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.cli.migrate.SecretDraft.OldSecret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages to a chat. */
final class NotificationMigrator {
  /** What early versions read, in the Deployment's namespace. */
  private static final String EARLY_SECRET = "webhook-secret";

  private NotificationMigrator() {}

  static void migrate(MigrationDraft draft) {
    AnnotationValues values = draft.values();
    String name = values.get(Annotation.NOTIFICATIONS_SECRET_NAME).orElse(null);
    if (name != null) {
      if (values.hasAny(Annotation.NOTIFICATIONS)) {
        draft.maps(Annotation.NOTIFICATIONS, "is replaced by `notifications_secret_name`.");
      }
      OldSecret old =
          draft.oldSecret(
              SecretDraft.Kind.WEBHOOK_URL,
              Annotation.NOTIFICATIONS_SECRET_NAME,
              name,
              Annotation.NOTIFICATIONS_SECRET_NAMESPACE);
      if (old != null) {
        draft.maps(
            Annotation.NOTIFICATIONS_SECRET_NAME,
            "is an entry of `spec.notifications`, type Slack.");
        SecretNotes.namespace(draft, Annotation.NOTIFICATIONS_SECRET_NAMESPACE, old);
        notify(draft, old, Annotation.NOTIFICATIONS_SECRET_NAME);
      }
      return;
    }
    SecretNotes.namespaceWithoutName(
        draft, Annotation.NOTIFICATIONS_SECRET_NAMESPACE, Annotation.NOTIFICATIONS_SECRET_NAME);
    String early = values.get(Annotation.NOTIFICATIONS).orElse("");
    if (early.equals("true")) {
      draft.maps(
          Annotation.NOTIFICATIONS,
          "is an entry of `spec.notifications`, type Slack, with Secret `%s` of the Deployment's namespace, as early versions had it."
              .formatted(EARLY_SECRET));
      notify(
          draft,
          new OldSecret(draft.deployment().namespace(), EARLY_SECRET),
          Annotation.NOTIFICATIONS);
    } else if (!early.isEmpty()) {
      draft.maps(Annotation.NOTIFICATIONS, "is not `true`: no `spec.notifications`.");
    }
  }

  private static void notify(MigrationDraft draft, OldSecret old, Annotation annotation) {
    draft.changes(
        annotation,
        "sent a message for each attempt. Now there is one for each change of state, none for a"
            + " retry.");
    String used = draft.secret(SecretDraft.Kind.WEBHOOK_URL, old, null);
    Map<String, Object> notification = new LinkedHashMap<>();
    notification.put("type", "Slack");
    notification.put("secretRef", Map.of("name", used));
    draft.spec().put("notifications", List.of(notification));
  }
}
