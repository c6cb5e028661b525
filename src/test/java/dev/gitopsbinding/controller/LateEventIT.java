package dev.gitopsbinding.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.controller.kube.BindingCloner;
import dev.gitopsbinding.controller.kube.EventFilter;
import dev.gitopsbinding.controller.kube.StatusWriter;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An annotation's event that was on its way while the operator wrote the status, or never came. */
@ExtendWith(ApiServerExtension.class)
class LateEventIT {
  private static final String LATE = "late";
  private static final String UNHEARD = "unheard";
  private static final AtomicReference<GitOpsBindingStatus> FIRST = new AtomicReference<>();

  private static ApiServer api;
  private static ReconcilerStage stage;
  private static String namespace;
  private static Operator operator;

  @BeforeAll
  static void start(ApiServer server) {
    FIRST.set(null);
    api = server;
    stage = ReconcilerStage.start(api.admin(), new HourlyClock());
    namespace = api.createNamespace(LATE);
    operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(api.admin())
                    .withCloseClientOnStop(false)
                    .checkingCRDAndValidateLocalModel(false)
                    .withResourceCloner(
                        new BindingCloner(api.admin().getKubernetesSerialization())));
    operator.register(
        new LateWatch(stage.reconciler()),
        overrider -> {
          BindingOperator.configure(overrider, Set.of(namespace));
          overrider.withOnUpdateFilter(LateEventIT::isHeardOf);
        });
    operator.start();
  }

  /** Stands in for the SDK where it drops the event of all that is older than a status write. */
  private static boolean isHeardOf(GitOpsBinding after, GitOpsBinding before) {
    return !after.getMetadata().getName().equals(UNHEARD)
        && new EventFilter().accept(after, before);
  }

  @AfterAll
  static void stop() {
    operator.stop();
    stage.close();
  }

  /**
   * Stands in for the SDK's cache at an unlucky moment: the annotation is set during the first
   * sync, and what comes after that sync is the binding as of the annotation, without its status.
   */
  @ControllerConfiguration(
      name = BindingReconciler.NAME,
      generationAwareEventProcessing = false,
      maxReconciliationInterval =
          @MaxReconciliationInterval(interval = Constants.NO_MAX_RECONCILIATION_INTERVAL),
      triggerReconcilerOnAllEvents = true)
  private static final class LateWatch implements Reconciler<GitOpsBinding> {
    private final BindingReconciler operator;
    private final AtomicReference<GitOpsBinding> asOfTheAnnotation = new AtomicReference<>();
    private final AtomicBoolean unheard = new AtomicBoolean();

    LateWatch(BindingReconciler operator) {
      this.operator = operator;
    }

    @Override
    public List<EventSource<?, GitOpsBinding>> prepareEventSources(
        EventSourceContext<GitOpsBinding> context) {
      return operator.prepareEventSources(context);
    }

    @Override
    public UpdateControl<GitOpsBinding> reconcile(
        GitOpsBinding resource, Context<GitOpsBinding> context) throws InterruptedException {
      if (resource.getMetadata().getName().equals(UNHEARD)) {
        if (unheard.compareAndSet(false, true)) {
          annotate(resource);
        }
        return operator.reconcile(resource, context);
      }
      GitOpsBinding late = asOfTheAnnotation.get();
      if (late == null) {
        asOfTheAnnotation.set(annotate(resource));
      }
      UpdateControl<GitOpsBinding> control =
          operator.reconcile(late == null ? resource : late, context);
      FIRST.compareAndSet(null, status(LATE));
      return control;
    }

    private static GitOpsBinding annotate(GitOpsBinding resource) {
      return api.admin()
          .resource(resource)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\": {\"annotations\": {\"%s\": \"now\"}}}"
                  .formatted(GitOpsBinding.REQUESTED_AT));
    }
  }

  /** An hour later at each look. */
  private static final class HourlyClock extends Clock {
    private final AtomicInteger looks = new AtomicInteger();

    @Override
    public Instant instant() {
      return Instant.parse("2026-02-03T04:05:06Z").plus(Duration.ofHours(looks.getAndIncrement()));
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Fault(value = "event from before the operator's own status write comes after it", holds = "I2")
  @Test
  void aStatusDoesNotGoBack() {
    // When
    createAndAwaitAnnotation(LATE);

    // Then
    assertThat(FIRST.get().lastHandledRequestedAt()).isNull();
    assertThat(transition(status(LATE))).isEqualTo(transition(FIRST.get()));
  }

  /** Nothing else would have it looked at within 5 minutes: it waits for a person. */
  @Fault(value = "event of a user's change dropped for the operator's own status", holds = "I2")
  @Test
  void aChangeWhoseEventIsDroppedIsSeenByTheAnswerToTheStatusWrite() {
    createAndAwaitAnnotation(UNHEARD);
  }

  private static void createAndAwaitAnnotation(String name) {
    api.admin()
        .resource(
            """
            apiVersion: gitopsbinding.dev/v1alpha1
            kind: GitOpsBinding
            metadata: {name: %s}
            spec:
              target: {name: web}
              image: {name: ghcr.io/acme/web, check: {mode: Skip}}
              source: {url: "https://example.com/acme/deploy.git", ref: {branch: main}}
              manifest: {url: "https://example.com/acme/deploy", ref: {branch: main}, path: f.yaml}
            """
                .formatted(name))
        .inNamespace(namespace)
        .create();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> "now".equals(status(name).lastHandledRequestedAt()));
  }

  private static String transition(GitOpsBindingStatus status) {
    return status.conditions().stream()
        .filter(LateEventIT::isReady)
        .findFirst()
        .orElseThrow()
        .lastTransitionTime();
  }

  private static boolean isReady(BindingCondition condition) {
    return condition.type().equals("Ready");
  }

  private static GitOpsBindingStatus status(String name) {
    return StatusWriter.statusOf(
        api.admin().resources(GitOpsBinding.class).inNamespace(namespace).withName(name).get());
  }
}
