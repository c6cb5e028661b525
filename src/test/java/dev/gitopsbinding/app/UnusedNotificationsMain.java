package dev.gitopsbinding.app;

import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.controller.kube.SecretStore;
import dev.gitopsbinding.net.apiserver.ApiPermits;
import dev.gitopsbinding.notify.Messages;
import dev.gitopsbinding.notify.kubernetes.KubernetesEventSink;
import dev.gitopsbinding.notify.webhook.NotificationSink;
import dev.gitopsbinding.testing.DefaultSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import javax.management.JMException;
import javax.management.ObjectName;

/** Reports a change of a binding without receivers, and says which classes are loaded then. */
final class UnusedNotificationsMain {
  private UnusedNotificationsMain() {}

  public static void main(String[] arguments) throws JMException {
    Clock clock = Clock.systemUTC();
    ApiPermits permits = new ApiPermits();
    try (KubernetesClient client = new KubernetesClientBuilder().build();
        NotificationSink sink =
            EventSinkFactory.notifications(
                DefaultSettings.webhooks(),
                new SecretStore(client, permits, clock, Duration.ofMinutes(5)),
                new KubernetesEventSink(client, permits, "test", clock),
                (_, _) -> {},
                clock,
                clock)) {
      sink.report(
          Messages.change(NotificationEvent.PUSHED, "Pushed", "Pushed.", Messages.spec(arguments)));
      String classes =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "vmClasses",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
      classes
          .lines()
          .map(line -> line.strip().replaceFirst(".* ", ""))
          .filter(name -> name.matches("(dev\\.gitopsbinding\\.notify|io\\.cloudevents)\\..*"))
          .sorted()
          .forEach(System.out::println);
    }
  }
}
