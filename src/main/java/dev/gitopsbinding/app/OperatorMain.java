package dev.gitopsbinding.app;

import dev.gitopsbinding.config.ConfigException;
import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.controller.kube.LeanSerialization;
import dev.gitopsbinding.model.GoDuration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
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
   * Starts the operator and returns once it works; other threads keep the process alive. Ends the
   * process with 2 if a setting is wrong, and with 1 if it cannot start or loses its lease.
   */
  public static void main(String[] arguments) {
    String name = "GitOpsBinding operator " + version();
    log.info("Starting {}", name);
    Optional<ShutdownHook> hook = Optional.empty();
    try {
      OperatorConfig config =
          OperatorConfig.read(System.getenv(), GoDuration::parse, ownNamespace());
      KubernetesClient client =
          new KubernetesClientBuilder()
              .withKubernetesSerialization(LeanSerialization.create())
              .build();
      // Another process may write by now. An exit in order would wait for the shutdown hook, and
      // the hook for the thread that says so.
      Runnable leaseLost = () -> Runtime.getRuntime().halt(LEASE_LOST);
      Application application = Application.prepare(config, client, Clock.systemUTC(), leaseLost);
      hook = Optional.of(ShutdownHook.install(name, application::close));
      application.run();
    } catch (ConfigException e) {
      log.error("{}", e.getMessage());
      System.exit(BAD_SETTINGS);
    } catch (IOException | RuntimeException e) {
      if (hook.filter(ShutdownHook::isRunning).isPresent()) {
        return; // The process was asked to end while it started.
      }
      log.error("The operator could not start", e);
      System.exit(STARTING_FAILED);
    }
  }

  /** The version in the jar's manifest; classes that are in no jar have none. */
  private static String version() {
    return Optional.ofNullable(OperatorMain.class.getPackage().getImplementationVersion())
        .orElse("without a version");
  }

  private static Optional<String> ownNamespace() throws IOException {
    return Files.isReadable(NAMESPACE_FILE)
        ? Optional.of(Files.readString(NAMESPACE_FILE).strip())
        : Optional.empty();
  }
}
