package dev.gitopsbinding.binding;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.spec.notification.Notification;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of messages about a binding.
 *
 * @param secret the name of a Secret in the binding's namespace that holds the URL
 * @param events the changes that are sent
 */
public record Receiver(NotificationType type, String secret, Set<NotificationEvent> events) {
  private static final Set<NotificationEvent> DEFAULT =
      Set.copyOf(
          EnumSet.of(
              NotificationEvent.PUSHED,
              NotificationEvent.PULL_REQUEST_OPENED,
              NotificationEvent.FAILED,
              NotificationEvent.HELD,
              NotificationEvent.ROLLED_BACK,
              NotificationEvent.RECOVERED));

  /** Copies the set. */
  public Receiver {
    events = Set.copyOf(events);
  }

  /**
   * The receivers of {@code spec.notifications}. One of a type that this version does not know, as
   * after a downgrade, is left out: no sync fails because of a message.
   */
  public static List<Receiver> of(@Nullable GitOpsBindingSpec spec) {
    List<Notification> notifications = spec == null ? null : spec.notifications();
    return notifications == null
        ? List.of()
        : notifications.stream()
            .filter(Objects::nonNull)
            .flatMap(notification -> parse(notification).stream())
            .toList();
  }

  private static Optional<Receiver> parse(Notification notification) {
    var ref = notification.secretRef();
    String secret = ref == null ? null : ref.name();
    List<String> events = notification.events();
    Set<NotificationEvent> wanted =
        events == null
            ? DEFAULT
            : Arrays.stream(NotificationEvent.values())
                .filter(event -> events.contains(event.text()))
                .collect(Collectors.toSet());
    return Stream.of(NotificationType.values())
        .filter(type -> secret != null && type.text().equals(notification.type()))
        .map(type -> new Receiver(type, Objects.requireNonNull(secret), wanted))
        .findFirst();
  }
}
