package dev.gitopsbinding.scenario.person;

import static dev.gitopsbinding.scenario.stage.OperatorStage.IMAGE;
import static dev.gitopsbinding.scenario.stage.OperatorStage.deploymentYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.scenario.stage.OperatorStage;
import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ClassStage;
import dev.gitopsbinding.testing.net.WebhookReceiver;
import dev.gitopsbinding.training.TestCertificates;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages about a binding. The receiver is a stand-in, as no chat runs on this machine. */
class NotificationsIT {
  @RegisterExtension
  static final ClassStage<OperatorStage> STAGE = ClassStage.of(OperatorStage::start);

  private static final TestCertificates CERTIFICATES = TestCertificates.create();
  private static final String NOTIFICATIONS =
      """
      notifications:
        - {type: Slack, secretRef: {name: chat}}
        - {type: CloudEvents, secretRef: {name: events}, events: [Pushed, Failed, Recovered, RolledOut]}
      """;

  private final OperatorStage stage = STAGE.get();
  private final Scene scene = stage.scene();
  private final WebhookReceiver chat = WebhookReceiver.start(CERTIFICATES);
  private final WebhookReceiver events = WebhookReceiver.start(CERTIFICATES);

  @AfterEach
  void close() {
    chat.close();
    events.close();
  }

  @Test
  void eachChangeIsToldOnceAndNoneAgainAfterARestart() {
    // Given
    webhook("chat", chat);
    webhook("events", events);
    scene.apply(deploymentYaml(IMAGE + ":old"));
    String first = scene.source.tip("main");

    // When
    scene.apply("web", scene.spec() + NOTIFICATIONS);
    scene.awaitReady("web", first);

    // Then
    awaitKinds("Pushed");
    CloudEvent pushed = event(0);
    assertThat(pushed.getSource())
        .hasToString(
            "/apis/gitopsbinding.dev/v1alpha1/namespaces/%s/gitopsbindings/web"
                .formatted(scene.namespace));
    assertThat(data(0))
        .contains(
            "\"commits\":[{\"commit\":\"" + first + "\",\"subject\":\"change README\"",
            "\"fromTag\":\"old\"",
            "\"toTag\":\"" + first + "\"",
            "\"commit\":\"" + scene.manifest.tip("main") + "\"");

    // When
    scene.apply(scene.manifestText());
    reportRollout(1);

    // Then
    awaitKinds("Pushed", "RolledOut");

    // When
    reportRollout(0);
    scene.await("web", now -> OperatorStage.condition(now, "RolledOut").status().equals("False"));
    reportRollout(1);
    scene.await("web", now -> OperatorStage.condition(now, "RolledOut").status().equals("True"));
    scene.manifest.declinePushes("not today");
    String second = scene.source.commit("main", "README", "second");
    scene.request("web", "second");
    scene.awaitReason("web", "PushDeclined");
    scene.request("web", "retry");
    scene.await("web", now -> "retry".equals(now.lastHandledRequestedAt()));

    // Then
    awaitKinds("Pushed", "RolledOut", "Failed");

    // When
    scene.manifest.removeHook("pre-receive");
    scene.request("web", "again");
    scene.awaitReady("web", second);

    // Then
    awaitKinds("Pushed", "RolledOut", "Failed", "Pushed", "Recovered");

    assertThat(data(3)).contains("\"commitCount\":1,", "\"author\":\"Ada\"");

    // When
    stage.restart();
    scene.request("web", "after the restart");
    scene.await("web", now -> "after the restart".equals(now.lastHandledRequestedAt()));
    String third = scene.source.commit("main", "README", "third");
    scene.request("web", "third");
    scene.awaitReady("web", third);

    // Then
    awaitKinds("Pushed", "RolledOut", "Failed", "Pushed", "Recovered", "Pushed");
    assertThat(chat.messages().stream().map(message -> headline(message.body())))
        .containsExactly("pushed", "failed", "pushed", "recovered", "pushed");
    // The receiver has the message a moment before the operator has counted it.
    await()
        .untilAsserted(
            () ->
                assertThat(stage.get("/metrics"))
                    .contains(
                        "gitopsbinding_notifications_total{result=\"delivered\",type=\"CloudEvents\"} 1.0"));
    assertThat(scene.events("web"))
        .extracting(Event::getReason)
        .doesNotContain("NotificationFailed", "RolledOut");
  }

  @Fault(value = "all receivers of messages hang or are gone", holds = "I6")
  @Test
  void aReceiverThatHangsDelaysNoSync() {
    // Given
    chat.hangs();
    webhook("chat", chat);
    scene.apply("web", scene.spec() + NOTIFICATIONS);

    // When
    for (int i = 0; i < 5; i++) {
      String commit = scene.source.commit("main", "README", "commit " + i);
      long start = System.nanoTime();
      scene.request("web", "commit " + i);
      scene.awaitReady("web", commit);

      // Then
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }
    await()
        .atMost(OperatorStage.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(scene.events("web"))
                    .filteredOn(event -> event.getReason().equals("NotificationFailed"))
                    .singleElement()
                    .satisfies(
                        event ->
                            assertThat(event.getNote())
                                .contains("there is no Secret " + scene.namespace + "/events")));
  }

  @Test
  void aSecretThatIsNotMeantForMessagesGetsNone() {
    // Given
    scene.opaqueSecret("chat", Map.of(), Map.of("url", chat.url("/database")));
    scene.opaqueSecret(
        "events",
        Map.of("gitopsbinding.dev/hosts", "db.example.com"),
        Map.of("url", events.url("/database")));

    // When
    scene.apply("web", scene.spec() + NOTIFICATIONS);
    scene.awaitReady("web", scene.source.tip("main"));

    // Then
    await()
        .atMost(OperatorStage.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(stage.get("/metrics"))
                    .contains("result=\"rejected\",type=\"CloudEvents\"")
                    .contains("result=\"rejected\",type=\"Slack\""));
    assertThat(chat.messages()).isEmpty();
    assertThat(events.messages()).isEmpty();
    await()
        .untilAsserted(
            () ->
                assertThat(scene.events("web"))
                    .filteredOn(event -> event.getReason().equals("NotificationFailed"))
                    .singleElement()
                    .satisfies(
                        event ->
                            assertThat(event.getNote())
                                .contains("kubectl annotate secret")
                                .doesNotContain("/database")));
  }

  private void webhook(String name, WebhookReceiver receiver) {
    scene.secret(
        name,
        "gitopsbinding.dev/webhook",
        Map.of("url", receiver.url("/hook"), "ca.crt", CERTIFICATES.authorityPem()));
  }

  private void awaitKinds(String... kinds) {
    List<String> expected =
        List.of(kinds).stream()
            .map(kind -> "dev.gitopsbinding.binding." + kind.toLowerCase(Locale.ROOT) + ".v1")
            .toList();
    await()
        .atMost(OperatorStage.PATIENCE)
        .untilAsserted(() -> assertThat(types()).containsExactlyElementsOf(expected));
  }

  private List<String> types() {
    return events.messages().stream()
        .map(message -> read(message.body()))
        .map(CloudEvent::getType)
        .toList();
  }

  private CloudEvent event(int number) {
    return read(events.messages().get(number).body());
  }

  private String data(int number) {
    return new String(event(number).getData().toBytes(), StandardCharsets.UTF_8);
  }

  private static CloudEvent read(String body) {
    return new JsonFormat().deserialize(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String headline(String body) {
    return body.replaceFirst("(?s).*?\\* (\\w+).*", "$1");
  }

  private void reportRollout(int available) {
    var deployments =
        stage.api().admin().apps().deployments().inNamespace(scene.namespace).withName("web");
    Deployment deployment = deployments.get();
    deployment.setStatus(
        new DeploymentStatusBuilder()
            .withObservedGeneration(deployment.getMetadata().getGeneration())
            .withReplicas(1)
            .withUpdatedReplicas(1)
            .withReadyReplicas(available)
            .withAvailableReplicas(available)
            .build());
    stage.api().admin().resource(deployment).updateStatus();
  }
}
