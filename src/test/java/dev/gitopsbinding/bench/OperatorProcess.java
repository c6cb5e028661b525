package dev.gitopsbinding.bench;

import dev.gitopsbinding.testing.FreePort;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real operator as a process of its own, under the account and the rights that are shipped. */
final class OperatorProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  /** A training run writes its AOT cache when it ends. */
  private static final Duration END_LIMIT = Duration.ofMinutes(2);

  private static final String LEASE_NAME = "gitopsbinding-operator";

  private final Lab lab;
  private final Process process;
  private final int port;
  private final Path cache;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Duration startToReady;
  private final Thread endAtExit = new Thread(this::end, "end the operator");

  private OperatorProcess(Lab lab, String name, JavaProgram program, int heapMiB) {
    this.lab = lab;
    this.port = FreePort.find();
    this.cache = Lab.FOLDER.resolve("cache").resolve(name + "-" + System.nanoTime());
    ProcessBuilder builder =
        new ProcessBuilder(program.command(heapMiB))
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(new File(Lab.FOLDER.toFile(), name + ".log")));
    configure(builder.environment());
    long start = System.nanoTime();
    try {
      this.process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until("The operator is ready", START_LIMIT, Duration.ofMillis(5), this::isReadyOrEnded);
    this.startToReady = Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Starts the operator and waits until it is ready and holds its lease, so that it works.
   *
   * @param name of the log under {@code target/bench}
   */
  static OperatorProcess start(Lab lab, String name, int heapMiB) {
    return start(lab, name, JavaProgram.OPERATOR, heapMiB);
  }

  /** Starts a program that takes the operator's place. */
  static OperatorProcess start(Lab lab, String name, JavaProgram program, int heapMiB) {
    OperatorProcess operator = new OperatorProcess(lab, name, program, heapMiB);
    try {
      Await.until("The operator leads", START_LIMIT, Duration.ofMillis(20), operator::leads);
      return operator;
    } catch (BenchException e) {
      operator.close();
      throw e;
    }
  }

  /** From the start of the process to the first answer 200 of {@code /readyz}. */
  Duration startToReady() {
    return startToReady;
  }

  long pid() {
    return process.pid();
  }

  /** What {@code /metrics} says now. */
  Exposition metrics() {
    return Exposition.parse(get("/metrics").body());
  }

  /** Where it keeps its copies of manifest repositories. */
  Path cache() {
    return cache;
  }

  /** Whether the process runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process, and deletes the lease so that the next one need not wait for its end. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(endAtExit);
    end();
    http.close();
    lease(lab.admin()).delete();
    Folders.delete(cache);
  }

  private void end() {
    process.destroy();
    try {
      if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        Progress.note("the operator did not end in time and is killed");
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void configure(Map<String, String> environment) {
    environment.keySet().removeIf(key -> key.startsWith("GIT") || key.startsWith("KUBE"));
    environment.put("KUBECONFIG", lab.operatorKubeconfig().toString());
    environment.put("GITOPSBINDING_ALLOW_LOOPBACK", "true");
    environment.put("GITOPSBINDING_HTTP_ADDRESS", "127.0.0.1");
    environment.put("GITOPSBINDING_HTTP_PORT", String.valueOf(port));
    environment.put("GITOPSBINDING_CACHE_DIR", cache.toString());
    environment.put("GITOPSBINDING_LEASE_NAMESPACE", Lab.SYSTEM_NAMESPACE);
    environment.put("GITOPSBINDING_LOG_FORMAT", "text");
  }

  private boolean isReadyOrEnded() {
    if (!process.isAlive()) {
      throw new BenchException("the operator ended with " + process.exitValue());
    }
    try {
      return get("/readyz").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private boolean leads() {
    var lease = lease(lab.admin()).get();
    return lease != null
        && lease.getSpec() != null
        && lease.getSpec().getHolderIdentity() != null
        && !lease.getSpec().getHolderIdentity().isEmpty();
  }

  private HttpResponse<String> get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted");
    }
  }

  private static Resource<Lease> lease(KubernetesClient admin) {
    return admin.leases().inNamespace(Lab.SYSTEM_NAMESPACE).withName(LEASE_NAME);
  }
}
