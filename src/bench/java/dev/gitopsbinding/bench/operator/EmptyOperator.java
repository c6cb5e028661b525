package dev.gitopsbinding.bench.operator;

import com.sun.net.httpserver.HttpServer;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The least that the Java Operator SDK needs to watch bindings; what idling cannot go below. */
final class EmptyOperator {
  private EmptyOperator() {}

  /** Does nothing with a binding. */
  @ControllerConfiguration(name = "empty")
  static final class NoOperation implements Reconciler<GitOpsBinding> {
    @Override
    public UpdateControl<GitOpsBinding> reconcile(
        GitOpsBinding resource, Context<GitOpsBinding> context) {
      return UpdateControl.noUpdate();
    }
  }

  public static void main(String[] arguments) throws IOException {
    var lease =
        LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration("gitopsbinding-operator")
            .withLeaseNamespace(System.getenv("GITOPSBINDING_LEASE_NAMESPACE"))
            .build();
    var operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(new KubernetesClientBuilder().build())
                    .checkingCRDAndValidateLocalModel(false)
                    .withLeaderElectionConfiguration(lease));
    operator.register(new NoOperation());
    operator.start();
    answerReady(Integer.parseInt(System.getenv("GITOPSBINDING_HTTP_PORT")));
  }

  private static void answerReady(int port) throws IOException {
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/readyz",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }
}
