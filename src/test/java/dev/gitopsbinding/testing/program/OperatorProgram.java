package dev.gitopsbinding.testing.program;

import dev.gitopsbinding.training.FreePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The operator as a process of its own, under a service account's token and with the options that
 * are shipped. Needs what {@code mvn package} makes.
 */
public final class OperatorProgram implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final String LEASE = "gitopsbinding-operator";

  private final Setup setup;
  private final Process process;
  private final int port = FreePort.find();
  private final long logStart;
  private final long started;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Thread killAtExit = new Thread(this::kill, "kill the operator");

  /**
   * How it is started.
   *
   * @param name tells it apart as the holder of the lease, as a pod's name does
   * @param heapMiB its largest heap
   * @param kubeconfig of the account that it acts as
   * @param leaseNamespace where the lease is
   * @param cache its folder for local copies
   * @param log what it says is appended here
   * @param settings environment variables beside those that it needs anyway
   * @param under a program with its arguments that starts it, such as {@code prlimit}; empty for
   *     none
   */
  public record Setup(
      JavaProgram program,
      String name,
      int heapMiB,
      Path kubeconfig,
      String leaseNamespace,
      Path cache,
      Path log,
      Map<String, String> settings,
      List<String> under) {
    /** Copies the collections. */
    public Setup {
      settings = Map.copyOf(settings);
      under = List.copyOf(under);
    }
  }

  /** How a process ended: its exit code, as a shell shows it, and how long it took. */
  public record Ended(int exitCode, Duration after) {}

  private OperatorProgram(Setup setup) {
    this.setup = setup;
    List<String> command = new ArrayList<>(setup.under());
    command.addAll(setup.program().command(setup.heapMiB()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(setup.log().toFile()));
    configure(builder.environment());
    try {
      this.logStart = Files.exists(setup.log()) ? Files.size(setup.log()) : 0;
      this.started = System.nanoTime();
      this.process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(killAtExit);
  }

  /** Starts the process, and does not wait. */
  public static OperatorProgram start(Setup setup) {
    return new OperatorProgram(setup);
  }

  /**
   * Waits for the first answer 200 of {@code /readyz}; answers the time since the start.
   *
   * @throws IllegalStateException if the process ends before
   */
  public Duration awaitReady() {
    Awaitility.await("the operator " + setup.name() + " is ready")
        .atMost(START_LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(this::isReady);
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /**
   * Waits until it holds the lease, so that it works.
   *
   * @throws IllegalStateException if the process ends before
   */
  public void awaitLeading(KubernetesClient admin) {
    Awaitility.await("the operator " + setup.name() + " leads")
        .atMost(START_LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !hasEnded() && leads(admin));
  }

  /** Whether it holds the lease, or held it when it ended. */
  public boolean leads(KubernetesClient admin) {
    String name = setup.settings().getOrDefault("GITOPSBINDING_LEASE_NAME", LEASE);
    return Optional.ofNullable(
            admin.leases().inNamespace(setup.leaseNamespace()).withName(name).get())
        .map(lease -> lease.getSpec().getHolderIdentity())
        .filter(setup.name()::equals)
        .isPresent();
  }

  /** The process's number. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process runs or is paused. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** How it was started. */
  public Setup setup() {
    return setup;
  }

  /** How long its port takes to answer a probe by 200; any other answer is an exception. */
  public Duration probe(String path) {
    long start = System.nanoTime();
    HttpResponse<String> answer = request(path);
    if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** What its port answers, whatever the answer's code. */
  public String get(String path) {
    return request(path).body();
  }

  /** The sum of all samples of a meter whose line holds {@code part}. */
  public double sum(String meter, String part) {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(meter + "{") || line.startsWith(meter + " "))
        .filter(line -> line.contains(part))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** What it said since its start. */
  public String logText() {
    try {
      byte[] bytes = Files.readAllBytes(setup.log());
      int start = Math.toIntExact(logStart);
      return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it without a warning, as the kernel does. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /**
   * Asks it to end, as Kubernetes does.
   *
   * @throws IllegalStateException if it does not within the limit
   */
  public Ended terminate(Duration limit) {
    long start = System.nanoTime();
    terminate();
    Ended ended = awaitEnd(limit);
    return new Ended(ended.exitCode(), Duration.ofNanos(System.nanoTime() - start));
  }

  /** Asks it to end, as Kubernetes does, and does not wait. */
  public void terminate() {
    process.destroy();
  }

  /** Asks it to end, as a terminal does, and does not wait. */
  public void interrupt() {
    signal("INT");
  }

  /**
   * Waits for its end.
   *
   * @throws IllegalStateException if it does not come within the limit
   */
  public Ended awaitEnd(Duration limit) {
    long start = System.nanoTime();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "the operator " + setup.name() + " runs still after " + limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return new Ended(process.exitValue(), Duration.ofNanos(System.nanoTime() - start));
  }

  /** Stops it where it stands, until {@link #resume()}. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void resume() {
    signal("CONT");
  }

  /** Ends it if it runs still, without a warning. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(killAtExit);
    kill();
    http.close();
  }

  private void signal(String name) {
    Command.in(Path.of("").toAbsolutePath()).run("kill", "-" + name, String.valueOf(pid()));
  }

  private void configure(Map<String, String> environment) {
    environment.keySet().removeIf(key -> key.startsWith("GIT") || key.startsWith("KUBE"));
    environment.put("KUBECONFIG", setup.kubeconfig().toString());
    environment.put("HOSTNAME", setup.name());
    environment.put("GITOPSBINDING_ALLOW_LOOPBACK", "true");
    environment.put("GITOPSBINDING_HTTP_ADDRESS", "127.0.0.1");
    environment.put("GITOPSBINDING_HTTP_PORT", String.valueOf(port));
    environment.put("GITOPSBINDING_CACHE_DIR", setup.cache().toString());
    environment.put("GITOPSBINDING_LEASE_NAMESPACE", setup.leaseNamespace());
    environment.put("GITOPSBINDING_LOG_FORMAT", "text");
    environment.putAll(setup.settings());
  }

  private boolean isReady() {
    try {
      return !hasEnded() && request("/readyz").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private boolean hasEnded() {
    if (process.isAlive()) {
      return false;
    }
    throw new IllegalStateException(
        "the operator %s ended with %d; it said: %s"
            .formatted(setup.name(), process.exitValue(), logText()));
  }

  private HttpResponse<String> request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(ANSWER_LIMIT)
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
