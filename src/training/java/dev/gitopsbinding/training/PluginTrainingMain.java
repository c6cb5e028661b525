package dev.gitopsbinding.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the kubectl plugin's most used commands in one JVM, against a stand-in of the API server, so
 * that the JVM makes its ahead-of-time cache of what they use.
 */
public final class PluginTrainingMain {
  private static final String BINDINGS =
      "/apis/gitopsbinding.dev/v1alpha1/namespaces/training/gitopsbindings/";
  private static final int LIMIT_SECONDS = 180;

  private PluginTrainingMain() {}

  /**
   * Trains.
   *
   * @param arguments the launcher, and the file that the cache is written to
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("gitopsbinding-training");
    try (ClusterStandIn cluster = ClusterStandIn.start()) {
      cluster.store().put(BINDINGS + "web", binding());
      Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), kubeconfig(cluster));
      train(arguments[0], arguments[1], kubeconfig);
      Files.delete(kubeconfig);
      Files.delete(folder);
    }
    System.exit(0); // the stand-in's threads would go on
  }

  private static void train(String launcher, String cache, Path kubeconfig)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(
            List.of(
                launcher, "--help", "/", "list", "-A", "/", "list", "-o", "wide", "/", "why", "web",
                "/", "history", "web", "/", "sync", "web", "/", "why", "web", "-o", "yaml"));
    builder.environment().keySet().removeIf(name -> name.matches("KUBE.*|(?i).*_proxy"));
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("GITOPSBINDING_MAIN", "dev.gitopsbinding.cli.CommandSequence");
    builder.environment().put("GITOPSBINDING_AOT_OUTPUT", cache);
    builder.redirectErrorStream(true);
    Process plugin = builder.start();
    String output = new String(plugin.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!plugin.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || plugin.exitValue() != 0) {
      throw new IllegalStateException("The commands did not succeed:\n" + output);
    }
    if (!Files.exists(Path.of(cache))) {
      throw new IllegalStateException("The JVM made no cache:\n" + output);
    }
  }

  private static String kubeconfig(ClusterStandIn cluster) {
    return """
        apiVersion: v1
        kind: Config
        current-context: training
        contexts: [{name: training, context: {cluster: training, user: training, namespace: training}}]
        users: [{name: training, user: {token: training}}]
        clusters: [{name: training, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}]
        """
        .formatted(
            cluster.port(),
            Base64.getEncoder()
                .encodeToString(cluster.authorityPem().getBytes(StandardCharsets.US_ASCII)));
  }

  private static ObjectNode binding() throws IOException {
    return (ObjectNode)
        ObjectStore.JSON.readTree(
            """
            {"apiVersion": "gitopsbinding.dev/v1alpha1", "kind": "GitOpsBinding",
             "metadata": {"name": "web", "namespace": "training", "generation": 1,
                          "creationTimestamp": "2026-01-01T00:00:00Z"},
             "spec": {"target": {"kind": "Deployment", "name": "web"}, "image": {"name": "ghcr.io/acme/web"},
                      "source": {"url": "ssh://git@github.com/acme/web.git", "ref": {"branch": "main"}},
                      "manifest": {"url": "ssh://git@github.com/acme/deploy.git", "ref": {"branch": "main"},
                                   "path": "web.yaml"}},
             "status": {"observedGeneration": 1,
               "source": {"branch": "main", "commit": "420a29c4f1e2d3b5a6978877665544332211aabb",
                          "firstSeenTime": "2026-01-01T00:00:00Z"},
               "manifest": {"branch": "main", "image": "ghcr.io/acme/web:420a29c"},
               "lastPush": {"commit": "420a29c4f1e2d3b5a6978877665544332211aabb", "time": "2026-01-01T00:00:00Z"},
               "history": [{"tag": "420a29c", "pushed": "2026-01-01T00:00:00Z", "result": "Pushed"}],
               "conditions": [
                 {"type": "Ready", "status": "False", "reason": "ImageNotFound", "message": "Waiting.",
                  "lastTransitionTime": "2026-01-01T00:00:00Z"},
                 {"type": "RolledOut", "status": "False", "reason": "AwaitingPush", "message": "Waiting.",
                  "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}""");
  }
}
