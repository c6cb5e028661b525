package dev.gitopsbinding.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the Java Operator SDK does by itself, under the rights that are shipped. */
@ExtendWith(ApiServerExtension.class)
class OperatorAccessIT {
  private static final String NAMESPACE = "gitopsbinding-system";
  private static final String NAME = "gitopsbinding-operator";

  @ControllerConfiguration
  private static final class SeenReconciler implements Reconciler<GitOpsBinding> {
    @Override
    public UpdateControl<GitOpsBinding> reconcile(
        GitOpsBinding binding, Context<GitOpsBinding> context) {
      GitOpsBinding seen = new GitOpsBinding();
      seen.setMetadata(
          new ObjectMetaBuilder()
              .withNamespace(binding.getMetadata().getNamespace())
              .withName(binding.getMetadata().getName())
              .build());
      seen.setStatus(
          new GitOpsBindingStatus(
              binding.getMetadata().getGeneration(),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              List.of()));
      return UpdateControl.patchStatus(seen);
    }
  }

  @Test
  void theSdkElectsALeaderRenewsItsLeaseAndWritesStatuses(ApiServer server) {
    apply(server, "deploy/operator");
    apply(server, "deploy/samples");
    KubernetesClient operatorClient = server.impersonating(NAMESPACE, NAME);
    Operator operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(operatorClient)
                    .withCloseClientOnStop(false)
                    .withLeaderElectionConfiguration(
                        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(NAME)
                            .withLeaseNamespace(NAMESPACE)
                            .withLeaseDuration(Duration.ofSeconds(15))
                            .withRenewDeadline(Duration.ofSeconds(10))
                            .withRetryPeriod(Duration.ofMillis(200))
                            .build()));
    operator.register(new SeenReconciler());
    try {
      operator.start();

      await().untilAsserted(() -> assertThat(status(server).observedGeneration()).isEqualTo(1L));
      ZonedDateTime acquired = lease(server).getSpec().getAcquireTime();
      await()
          .untilAsserted(
              () -> assertThat(lease(server).getSpec().getRenewTime()).isAfter(acquired));
    } finally {
      operator.stop();
    }
  }

  private static GitOpsBindingStatus status(ApiServer server) {
    GitOpsBinding binding =
        server.admin().resources(GitOpsBinding.class).inNamespace("shop").withName("web").require();
    return binding.getStatus() == null ? GitOpsBindingStatus.EMPTY : binding.getStatus();
  }

  private static Lease lease(ApiServer server) {
    return server.admin().leases().inNamespace(NAMESPACE).withName(NAME).require();
  }

  private static void apply(ApiServer server, String folder) {
    ApiServer.Output output = server.kubectl("apply", "-k", folder);
    assertThat(output.exitCode()).as(output.text()).isZero();
  }
}
