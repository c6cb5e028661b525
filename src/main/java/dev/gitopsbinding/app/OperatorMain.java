package dev.gitopsbinding.app;

import dev.gitopsbinding.config.ConfigException;
import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.config.ProgramVersion;
import dev.gitopsbinding.controller.kube.LeanSerialization;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator; {@code docs/settings.md} lists its environment variables. */
public final class OperatorMain {
  private static final Logger log = LoggerFactory.getLogger(OperatorMain.class);
  private static final Path NAMESPACE_FILE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");
  private static final int STARTING_FAILED = 1;
  private static final int LEASE_LOST = 1;
  private static final int BAD_SETTINGS = 2;

  private OperatorMain() {}

  /**
   * Starts the operator and returns once it works; other threads keep the process alive. With
   * {@code --version}, prints the version and does nothing else. Exits with 2 if a setting is
   * wrong, and with 1 if the operator cannot start or loses its lease.
   */
  public static void main(String[] arguments) {
    ProgramVersion version = ProgramVersion.read();
    if (List.of(arguments).contains("--version")) {
      System.out.println("gitopsbinding-operator " + version.text());
      return;
    }
    log.info("Starting GitOpsBinding operator {}", version.text());
    ShutdownHook hook = null;
    try {
      OperatorConfig config = OperatorConfig.read(System.getenv(), ownNamespace());
      KubernetesClient client =
          new KubernetesClientBuilder()
              .withKubernetesSerialization(LeanSerialization.create())
              .build();
      // Another process may write already, so this one must stop at once. System.exit would also
      // deadlock: it waits for the shutdown hook, and the hook waits for the calling thread.
      Runnable leaseLost = () -> Runtime.getRuntime().halt(LEASE_LOST);
      Application application = Application.prepare(config, client, Clock.systemUTC(), leaseLost);
      hook =
          ShutdownHook.install("GitOpsBinding operator " + version.version(), application::close);
      application.run();
    } catch (ConfigException e) {
      log.error("{}", e.getMessage());
      System.exit(BAD_SETTINGS);
    } catch (IOException | RuntimeException e) {
      if (hook != null && hook.isRunning()) {
        return; // The process was terminated while it started.
      }
      log.error("The operator could not start", e);
      System.exit(STARTING_FAILED);
    }
  }

  private static @Nullable String ownNamespace() throws IOException {
    return Files.isReadable(NAMESPACE_FILE) ? Files.readString(NAMESPACE_FILE).strip() : null;
  }
}
