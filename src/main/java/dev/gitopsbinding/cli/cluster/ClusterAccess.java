package dev.gitopsbinding.cli.cluster;

import dev.gitopsbinding.cli.terminal.CommandFailure;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the kubeconfig as kubectl does. */
public final class ClusterAccess {
  private static final int TIMEOUT_MILLIS = 15_000;

  private ClusterAccess() {}

  /**
   * The address of the API server and the login there.
   *
   * @param kubeconfig null for the usual one
   * @param context null for the current one
   * @throws CommandFailure if there is no such file or context
   */
  public static Config config(@Nullable Path kubeconfig, @Nullable String context) {
    if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
      throw new CommandFailure("The kubeconfig " + kubeconfig + " cannot be read");
    }
    try {
      Config config =
          kubeconfig == null
              ? Config.autoConfigure(context)
              : Config.fromKubeconfig(context, kubeconfig.toFile());
      if (context != null && !isCurrent(context, config)) {
        throw new CommandFailure("The kubeconfig has no context " + context);
      }
      refuseNone(config);
      config.setConnectionTimeout(TIMEOUT_MILLIS);
      config.setRequestTimeout(TIMEOUT_MILLIS);
      // A person waits, and can try again.
      config.setRequestRetryBackoffLimit(0);
      return config;
    } catch (KubernetesClientException e) {
      throw new CommandFailure("The kubeconfig cannot be used", e);
    }
  }

  /** The Kubernetes client would ask the address that the API server has inside a cluster. */
  private static void refuseNone(Config config) {
    if (config.getCurrentContext() == null
        && config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL)) {
      throw new CommandFailure(
          "The kubeconfig names no cluster: there is no such file, or it has no current-context."
              + " Name a file by --kubeconfig or KUBECONFIG, or a context by --context");
    }
  }

  private static boolean isCurrent(String context, Config config) {
    return config.getCurrentContext() != null
        && context.equals(config.getCurrentContext().getName());
  }
}
