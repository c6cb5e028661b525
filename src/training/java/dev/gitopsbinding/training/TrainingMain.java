package dev.gitopsbinding.training;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.sshd.common.kex.BuiltinDHFactories;

/**
 * Runs a command that starts the operator, has it start, sync over SSH, push and be scraped, and
 * ends it as Kubernetes does, by SIGTERM. Fails if anything of that does not come about.
 *
 * <p>Every key exchange that current git hosts prefer is used once, since it is the most expensive
 * part of a first sync.
 */
public final class TrainingMain {
  private static final List<BuiltinDHFactories> KEY_EXCHANGES =
      List.of(
          BuiltinDHFactories.curve25519,
          BuiltinDHFactories.sntrup761x25519_openssh,
          BuiltinDHFactories.mlkem768x25519);
  private static final int BINDINGS_PER_HOST = 7;
  private static final int ROUNDS = 5;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int ENDED_BY_SIGTERM = 143;

  private final Path folder;
  private final ClusterStandIn cluster;
  private final List<Fleet> fleets = new ArrayList<>();
  private final int port = FreePort.find();
  private final Instant deadline = Instant.now().plus(LIMIT);

  private TrainingMain(Path folder, ClusterStandIn cluster) throws IOException {
    this.folder = folder;
    this.cluster = cluster;
  }

  /**
   * Trains.
   *
   * @param command the program that starts the operator, and its arguments
   */
  public static void main(String[] command) throws Exception {
    Path folder = Files.createTempDirectory("gitopsbinding-training");
    try (ClusterStandIn cluster = ClusterStandIn.start()) {
      new TrainingMain(folder, cluster).train(command);
    } finally {
      delete(folder);
    }
    System.exit(0); // the stand-ins' threads would go on
  }

  private void train(String... command) throws Exception {
    List<GitHostStandIn> hosts = new ArrayList<>();
    try {
      for (BuiltinDHFactories keyExchange : KEY_EXCHANGES) {
        hosts.add(startHost(keyExchange));
      }
      run(command);
    } finally {
      for (GitHostStandIn host : hosts) {
        host.close();
      }
    }
  }

  private GitHostStandIn startHost(BuiltinDHFactories keyExchange)
      throws IOException, GeneralSecurityException {
    String name = "host" + fleets.size();
    GitHostStandIn host = GitHostStandIn.start(folder.resolve(name), keyExchange);
    var fleet = new Fleet(name, BINDINGS_PER_HOST, host, cluster.store());
    fleet.prepare(GitHostStandIn.newPrivateKey());
    fleets.add(fleet);
    return host;
  }

  private void run(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("operator.log").toFile());
    builder.environment().keySet().removeIf(TrainingMain::isForeign);
    builder.environment().putAll(environment());
    Process operator = builder.start();
    try {
      await(operator, "the operator is ready", () -> get("/readyz") == 200);
      for (int round = 0; round < ROUNDS; round++) {
        sync(operator, round);
      }
      operator.destroy();
      if (!operator.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)
          || operator.exitValue() != ENDED_BY_SIGTERM) {
        throw failure("The operator did not end well after SIGTERM");
      }
    } finally {
      operator.destroyForcibly();
    }
  }

  private void sync(Process operator, int round) throws IOException, InterruptedException {
    for (Fleet fleet : fleets) {
      fleet.commit(round);
    }
    await(
        operator, "round " + round + " is synced", () -> fleets.stream().allMatch(Fleet::isSynced));
    get("/livez");
    get("/metrics");
  }

  private static boolean isForeign(String variable) {
    return variable.matches("(GITOPSBINDING_|KUBE).*|(?i).*_proxy");
  }

  /** As in a pod: the cluster is known by the service account's files and two variables. */
  private Map<String, String> environment() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "training");
    Path authority = Files.writeString(folder.resolve("ca.crt"), cluster.authorityPem());
    return Map.of(
        "KUBECONFIG", folder.resolve("none").toString(),
        "KUBERNETES_SERVICE_HOST", "127.0.0.1",
        "KUBERNETES_SERVICE_PORT", String.valueOf(cluster.port()),
        "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString(),
        "KUBERNETES_CERTS_CA_FILE", authority.toString(),
        "POD_NAMESPACE", "training",
        "GITOPSBINDING_ALLOW_LOOPBACK", "true",
        "GITOPSBINDING_HTTP_ADDRESS", "127.0.0.1",
        "GITOPSBINDING_HTTP_PORT", String.valueOf(port),
        "GITOPSBINDING_CACHE_DIR", folder.resolve("cache").toString());
  }

  private void await(Process operator, String what, BooleanSupplier condition)
      throws IOException, InterruptedException {
    while (!condition.getAsBoolean()) {
      if (!operator.isAlive() || Instant.now().isAfter(deadline)) {
        throw failure("It did not come about that " + what);
      }
      Thread.sleep(20);
    }
  }

  private IllegalStateException failure(String what) throws IOException {
    return new IllegalStateException(
        "%s. Its log:%n%s%nThe statuses:%n%s"
            .formatted(
                what,
                Files.readString(folder.resolve("operator.log")),
                String.join("\n", fleets.stream().map(Fleet::report).toList())));
  }

  /** The status of an answer; 0 if there is none yet. */
  private int get(String path) {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
