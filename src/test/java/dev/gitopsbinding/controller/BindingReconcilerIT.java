package dev.gitopsbinding.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.controller.kube.StatusWriter;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What needs no git host: specs that cannot work, and addresses that are refused by default. */
@ExtendWith(ApiServerExtension.class)
class BindingReconcilerIT {
  private static final int ROUNDS = 40;

  private static KubernetesClient admin;
  private static String namespace;
  private static ReconcilerStage stage;
  private static BindingOperator operator;

  @BeforeAll
  static void start(ApiServer api) {
    admin = api.admin();
    namespace = api.createNamespace("reconciler");
    stage = ReconcilerStage.start(admin, Clock.systemUTC());
    operator =
        new BindingOperator(
            admin,
            stage.reconciler(),
            new BindingOperator.Settings(Set.of(namespace), null, null, Metrics.NOOP));
    operator.start();
  }

  @AfterAll
  static void stop() {
    operator.close();
    stage.close();
  }

  @Test
  void aTemplateThatCannotBeRenderedIsStalledUntilItIsCorrected() {
    // When
    apply("template", "https://127.0.0.1/source", "commit: {messageTemplate: '{{tagg}}'}");

    // Then
    awaitReady("template", "InvalidTemplate");
    assertThat(conditions("template"))
        .extracting(BindingCondition::type)
        .containsExactly("Ready", "Stalled", "RolledOut");

    // When
    apply("template", "https://127.0.0.1/source", "commit: {messageTemplate: '{{tag}}'}");

    // Then
    awaitReady("template", "AddressNotAllowed");
    assertThat(conditions("template"))
        .extracting(BindingCondition::type)
        .containsExactly("Ready", "Reconciling", "RolledOut");
  }

  @Test
  void theSameBranchAsSourceAndManifestIsStalled() {
    apply("same", "https://example.com:443/acme/deploy.git", "suspend: false");
    awaitReady("same", "SourceIsManifest");
    assertThat(conditions("same")).extracting(BindingCondition::type).contains("Stalled");
  }

  @Test
  void clearTextHttpNeedsTheOperatorsConsent() {
    apply("http", "http://example.com/source", "suspend: false");
    awaitReady("http", "SchemeNotAllowed");
  }

  /** What to do about its Secret would lead to the next refusal. */
  @Test
  void clearTextHttpIsRefusedBeforeItsSecretIsRead() {
    apply(
        "secret",
        "http://example.com/source\", secretRef: {name: none}, ref: {branch: main}} # \"",
        "suspend: false");
    awaitReady("secret", "SchemeNotAllowed");
    assertThat(conditions("secret").getFirst().message())
        .isEqualTo(
            "spec.source.url: http://example.com/source is not encrypted, and the operator's settings forbid that. Use https:// or ssh://.");
  }

  /** Whether the user or the operator writes last: the SDK takes both for one change. */
  @Test
  void aChangeAtTheMomentOfAStatusWriteIsNotLost() {
    apply("busy", "http://example.com/source", "interval: 1h");
    awaitReady("busy", "SchemeNotAllowed");

    for (int round = 0; round < ROUNDS; round++) {
      String last = "last " + round;
      request("first " + round);
      LockSupport.parkNanos(round % 40 * 500_000L);
      request(last);

      await("round " + round)
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> last.equals(status("busy").lastHandledRequestedAt()));
    }
  }

  private static void request(String value) {
    admin
        .resources(GitOpsBinding.class)
        .inNamespace(namespace)
        .withName("busy")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}"
                .formatted(GitOpsBinding.REQUESTED_AT, value));
  }

  private static void apply(String name, String source, String more) {
    String yaml =
        """
        apiVersion: gitopsbinding.dev/v1alpha1
        kind: GitOpsBinding
        metadata: {name: %s}
        spec:
          target: {name: web}
          image: {name: ghcr.io/acme/web, check: {mode: Skip}}
          source: {url: "%s", ref: {branch: main}}
          manifest: {url: "https://example.com/acme/deploy", ref: {branch: main}, path: %s.yaml}
          %s
        """
            .formatted(name, source, name, more);
    admin
        .resource(yaml)
        .inNamespace(namespace)
        .fieldManager("user")
        .forceConflicts()
        .serverSideApply();
  }

  private static void awaitReady(String name, String reason) {
    await(name)
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(conditions(name))
                    .filteredOn(condition -> condition.type().equals("Ready"))
                    .extracting(BindingCondition::reason)
                    .containsExactly(reason));
  }

  private static List<BindingCondition> conditions(String name) {
    return status(name).conditions();
  }

  private static GitOpsBindingStatus status(String name) {
    return StatusWriter.statusOf(
        admin.resources(GitOpsBinding.class).inNamespace(namespace).withName(name).get());
  }
}
