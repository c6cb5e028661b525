package dev.gitopsbinding;

import dev.gitopsbinding.config.ConfigException;
import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.model.GoDuration;
import dev.gitopsbinding.reconcile.LeanSerialization;
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
  private static final int BAD_SETTINGS = 2;

  private OperatorMain() {}

  /**
   * Starts the operator and returns once it works; other threads keep the process alive. Ends the
   * process with 2 if a setting is wrong, and with 1 if it cannot start.
   */
  public static void main(String[] arguments) {
    try {
      OperatorConfig config =
          OperatorConfig.read(System.getenv(), GoDuration::parse, ownNamespace());
      KubernetesClient client =
          new KubernetesClientBuilder()
              .withKubernetesSerialization(LeanSerialization.create())
              .build();
      Application.start(config, client, Clock.systemUTC());
    } catch (ConfigException e) {
      log.error("{}", e.getMessage());
      System.exit(BAD_SETTINGS);
    } catch (IOException | RuntimeException e) {
      log.error("The operator could not start", e);
      System.exit(STARTING_FAILED);
    }
  }

  private static Optional<String> ownNamespace() throws IOException {
    return Files.isReadable(NAMESPACE_FILE)
        ? Optional.of(Files.readString(NAMESPACE_FILE).strip())
        : Optional.empty();
  }
}
