package dev.gitopsbinding.testing.apiserver;

import static io.fabric8.kubeapitest.KubeAPIServerConfigBuilder.anAPIServerConfig;

import dev.gitopsbinding.controller.kube.LeanSerialization;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real kube-apiserver with its etcd, and {@code deploy/crds} applied. No controller-manager runs:
 * namespaces stay and Deployments get no status.
 *
 * <p>Tests take the one of their JVM through {@link ApiServerExtension}; its clients are closed
 * with it.
 */
public final class ApiServer implements AutoCloseable {
  private static final Path CRDS = Path.of("deploy/crds");
  private static final int STARTUP_MILLIS = 120_000;

  /** What a program wrote, and how it ended. */
  public record Output(int exitCode, String text) {}

  private final EnvtestBinaries binaries;
  private final Path folder;
  private final KubeAPIServer server;
  private final Thread stopAtExit = new Thread(this::stop, "stop the API server");
  private final Deque<KubernetesClient> clients = new ArrayDeque<>();
  private final KubernetesClient admin;
  private boolean installed;

  private ApiServer(EnvtestBinaries binaries, Path folder) {
    this.binaries = binaries;
    this.folder = folder;
    this.server =
        new KubeAPIServer(
            anAPIServerConfig()
                .withTestDir(folder.toString())
                .withApiServerVersion("envtest")
                .withOfflineMode(true)
                .withWaitForEtcdHealthCheckOnStartup(false)
                .withStartupTimeout(STARTUP_MILLIS)
                .build());
    Runtime.getRuntime().addShutdownHook(stopAtExit);
    server.start();
    this.admin =
        client(
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml())));
  }

  /**
   * Starts a server and applies {@code deploy/crds}.
   *
   * @throws IllegalStateException if the binaries are missing, saying what to run
   */
  public static ApiServer start() {
    EnvtestBinaries binaries = EnvtestBinaries.find();
    var server = new ApiServer(binaries, freshFolder(binaries));
    server.apply(CRDS);
    return server;
  }

  /** A client that may do everything. */
  public KubernetesClient admin() {
    return admin;
  }

  /**
   * The operator's client, which impersonates a service account; that need not exist: RBAC judges
   * its name.
   */
  public KubernetesClient impersonating(String namespace, String serviceAccount) {
    return impersonating(namespace, serviceAccount, port());
  }

  /** The same through something that passes connections on. */
  public KubernetesClient impersonating(String namespace, String serviceAccount, int port) {
    var config =
        new ConfigBuilder(admin.getConfiguration())
            .withMasterUrl("https://127.0.0.1:" + port)
            .withImpersonateUsername("system:serviceaccount:" + namespace + ":" + serviceAccount)
            .withImpersonateGroups(
                "system:serviceaccounts",
                "system:serviceaccounts:" + namespace,
                "system:authenticated")
            .build();
    return client(
        new KubernetesClientBuilder()
            .withConfig(config)
            .withKubernetesSerialization(LeanSerialization.create()));
  }

  /** The loopback port it listens at. */
  public int port() {
    return admin.getMasterUrl().getPort();
  }

  /** A kubeconfig for a program that does everything, as a file. */
  public Path adminKubeconfig() {
    return write("admin.kubeconfig", server.getKubeConfigYaml());
  }

  /**
   * A kubeconfig with a fresh token of an existing service account, as a file; without kubectl,
   * whose three runs take half a second.
   */
  public Path kubeconfigOf(String namespace, String serviceAccount) {
    String token =
        admin
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(serviceAccount)
            .tokenRequest()
            .getStatus()
            .getToken();
    String text =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: test, cluster: {server: "%1$s", certificate-authority: "%2$s"}}]
        users: [{name: %3$s, user: {token: "%4$s"}}]
        contexts: [{name: test, context: {cluster: test, user: %3$s, namespace: %5$s}}]
        current-context: test
        """
            .formatted(
                "https://127.0.0.1:" + port(),
                admin.getConfiguration().getCaCertFile(),
                serviceAccount,
                token,
                namespace);
    return write(namespace + "-" + serviceAccount + ".kubeconfig", text);
  }

  /** Creates a namespace whose name begins with {@code prefix}, and returns its name. */
  public String createNamespace(String prefix) {
    var namespace =
        new NamespaceBuilder().withNewMetadata().withGenerateName(prefix + "-").endMetadata();
    return admin.namespaces().resource(namespace.build()).create().getMetadata().getName();
  }

  /**
   * Applies a YAML file, or all YAML files of a folder save {@code kustomization.yaml}, and waits
   * for the definitions among them to be served.
   */
  public void apply(Path fileOrFolder) {
    try (Stream<Path> found = Files.walk(fileOrFolder, 1)) {
      List<Path> files =
          found
              .filter(file -> file.toString().endsWith(".yaml"))
              .filter(file -> !file.endsWith("kustomization.yaml"))
              .sorted()
              .toList();
      for (Path file : files) {
        applyFile(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs kubectl as admin, and returns its output and errors together. */
  public Output kubectl(String... arguments) {
    return run(adminKubeconfig(), arguments);
  }

  /**
   * Applies {@code deploy/operator} as users do, once: its rights are all that a test's operator
   * needs of it, and no test takes them away.
   */
  public synchronized void installOperator() {
    if (!installed) {
      Output applied = kubectl("apply", "-k", "deploy/operator");
      if (applied.exitCode() != 0) {
        throw new IllegalStateException(applied.text());
      }
      installed = true;
    }
  }

  /** The programs that the server was started from. */
  public EnvtestBinaries binaries() {
    return binaries;
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(stopAtExit);
    clients.forEach(KubernetesClient::close);
    stop();
  }

  private void stop() {
    server.stop();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized KubernetesClient client(KubernetesClientBuilder builder) {
    KubernetesClient client = builder.build();
    clients.push(client);
    return client;
  }

  private void applyFile(Path file) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      for (HasMetadata item : admin.load(stream).items()) {
        admin.resource(item).forceConflicts().serverSideApply();
        if (item instanceof CustomResourceDefinition) {
          admin.resource(item).waitUntilCondition(ApiServer::isEstablished, 30, TimeUnit.SECONDS);
        }
      }
    }
  }

  private static boolean isEstablished(HasMetadata resource) {
    return resource instanceof CustomResourceDefinition definition
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  private Output run(Path kubeconfig, String... arguments) {
    var command = Stream.concat(Stream.of(binaries.kubectl().toString()), Stream.of(arguments));
    var builder = new ProcessBuilder(command.toList()).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("HOME", folder.toString());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while kubectl ran", e);
    }
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A folder for this JVM alone: kube-api-test keeps its certificates beside the binaries, and two
   * JVMs, or a year, would spoil them.
   */
  private static Path freshFolder(EnvtestBinaries binaries) {
    try {
      Path folder = Files.createTempDirectory("envtest");
      Path versions = Files.createDirectory(folder.resolve("k8s"));
      Files.createSymbolicLink(
          versions.resolve("envtest" + EnvtestBinaries.platform()), binaries.folder());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
