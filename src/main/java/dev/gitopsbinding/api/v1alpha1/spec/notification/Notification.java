package dev.gitopsbinding.api.v1alpha1.spec.notification;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.NameRules;
import dev.gitopsbinding.api.v1alpha1.rule.NotificationRules;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A receiver that gets a message for each change of the binding's state.
 *
 * @param type one of {@link NotificationType}
 * @param events of {@link NotificationEvent}; null: {@code Pushed}, {@code PullRequestOpened},
 *     {@code Failed}, {@code Held}, {@code RolledBack} and {@code Recovered}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Notification(
    @JsonPropertyDescription(
            "The form of the message. Slack: an incoming webhook of Slack, Mattermost, Rocket.Chat, or of Discord (its URL with /slack at the end). CloudEvents: CloudEvents 1.0 as structured JSON, signed if the Secret holds hmacKey.")
        @Required
        @SchemaFrom(type = NotificationType.class)
        @Nullable String type,
    @JsonPropertyDescription("The Secret that holds the receiver's URL.") @Required
        @Nullable WebhookSecretRef secretRef,
    @JsonPropertyDescription(
            "The changes that are sent: Pushed, PullRequestOpened, Failed, Held, Recovered, RolledOut, RolloutFailed, RolledBack, Overdue, Suspended, Resumed. Default Pushed, PullRequestOpened, Failed, Held, RolledBack and Recovered.")
        @Size(min = 1, max = 16)
        @ValidationRule(
            value = NotificationRules.NOTIFICATION_EVENTS,
            message = NotificationRules.NOTIFICATION_EVENTS_MESSAGE)
        @Nullable List<@Size(min = 1, max = 32) String> events) {
  /** A Secret with the URL of a receiver. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record WebhookSecretRef(
      @JsonPropertyDescription(
              "The name of a Secret in the binding's own namespace. Under url it holds the https URL of the receiver; ca.crt may hold certificate authorities; for CloudEvents, bearerToken and hmacKey are used too. Its owner consents by the type gitopsbinding.dev/webhook, or by the annotation gitopsbinding.dev/hosts with the URL's host.")
          @Required
          @Size(min = 1, max = 253)
          @ValidationRule(value = NameRules.DNS_NAME, message = NameRules.DNS_NAME_MESSAGE)
          @Nullable String name) {}
}
