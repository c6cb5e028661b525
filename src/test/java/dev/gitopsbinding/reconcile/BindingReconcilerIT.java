package dev.gitopsbinding.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.GitRuntime;
import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.metrics.BindingMeters;
import dev.gitopsbinding.net.AllowedHosts;
import dev.gitopsbinding.net.MemoryBudget;
import dev.gitopsbinding.registry.Registries;
import dev.gitopsbinding.registry.RegistryListener;
import dev.gitopsbinding.registry.RegistrySettings;
import dev.gitopsbinding.testing.ApiServer;
import dev.gitopsbinding.yaml.YamlLimits;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.junit.LocallyRunOperatorExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What needs no git host: specs that cannot work, and addresses that are refused by default. */
class BindingReconcilerIT {
  private static final ApiServer API = ApiServer.start();
  private static final GitRuntime GIT = startGit();
  private static final Registries REGISTRIES =
      Registries.start(RegistrySettings.defaults(), RegistryListener.NONE, Clock.systemUTC());

  @RegisterExtension
  static final LocallyRunOperatorExtension OPERATOR =
      LocallyRunOperatorExtension.builder()
          .withKubernetesClient(API.admin())
          .withAdditionalCRD("deploy/crds/gitopsbindings.gitopsbinding.dev-v1.yaml")
          .withReconciler(
              BindingReconciler.of(
                  new BindingReconciler.Parts(
                      API.admin(),
                      GIT.sourceTips(),
                      GIT.lanes(),
                      REGISTRIES,
                      new BindingMeters(new SimpleMeterRegistry(), 10),
                      Clock.systemUTC(),
                      Clock.systemUTC(),
                      AllowedHosts.ANY,
                      YamlLimits.DEFAULT,
                      MemoryBudget.ofHeap(),
                      Duration.ofMinutes(5),
                      "test")),
              BindingReconcilerIT::configure)
          .waitForNamespaceDeletion(false)
          .oneNamespacePerClass(true)
          .build();

  private static GitRuntime startGit() {
    Path cache = Path.of("target", "cache-of-reconciler").toAbsolutePath();
    try {
      return GitRuntime.start(
          GitSettings.defaults(cache), GitListener.NONE, Clock.systemUTC(), Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stopGit() {
    GIT.close();
    REGISTRIES.close();
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // the extension's own signature
  private static void configure(ControllerConfigurationOverrider overrider) {
    BindingOperator.configure(overrider, Set.of());
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
    API.admin()
        .resource(yaml)
        .inNamespace(OPERATOR.getNamespace())
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
    GitOpsBinding binding = OPERATOR.get(GitOpsBinding.class, name);
    return StatusWriter.statusOf(binding).conditions();
  }
}
