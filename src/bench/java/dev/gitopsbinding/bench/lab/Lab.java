package dev.gitopsbinding.bench.lab;

import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.git.SshGitServer;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** The servers that all scenarios use: a kube-apiserver, and sshd behind a counting forwarder. */
public final class Lab implements AutoCloseable {
  /** Results, logs and caches. */
  public static final Path FOLDER = Path.of("target", "bench").toAbsolutePath();

  public static final String SYSTEM_NAMESPACE = "gitopsbinding-system";
  static final String ACCOUNT = "gitopsbinding-operator";
  private static final String LEASE_ROLE = "gitopsbinding-operator-lease";
  private static final int PARALLEL = 16;

  private final ApiServer api;
  private final SshGitServer git;
  private final CountingForwarder forwarder;

  private Lab(ApiServer api, SshGitServer git) {
    this.api = api;
    this.git = git;
    this.forwarder = CountingForwarder.to(git.port());
  }

  /** Starts both servers, and gives the operator's account the rights that are shipped. */
  public static Lab start() {
    try {
      Files.createDirectories(FOLDER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ApiServer api = ApiServer.start();
    ApiServer.Output applied = api.kubectl("apply", "-k", "deploy/operator");
    if (applied.exitCode() != 0) {
      throw new IllegalStateException("kubectl apply -k deploy/operator: " + applied.text());
    }
    return new Lab(api, SshGitServer.start());
  }

  public KubernetesClient admin() {
    return api.admin();
  }

  public SshGitServer git() {
    return git;
  }

  public CountingForwarder forwarder() {
    return forwarder;
  }

  /** Lets the operator's account hold a lease, as the page on sharding says. */
  public void allowLease(String name) {
    admin()
        .rbac()
        .roles()
        .inNamespace(SYSTEM_NAMESPACE)
        .withName(LEASE_ROLE)
        .edit(
            role -> {
              role.getRules().stream()
                  .map(PolicyRule::getResourceNames)
                  .filter(names -> !names.isEmpty() && !names.contains(name))
                  .forEach(names -> names.add(name));
              return role;
            });
  }

  /** A kubeconfig with a fresh token of the operator's account. */
  public Path operatorKubeconfig() {
    return api.kubeconfigOf(SYSTEM_NAMESPACE, ACCOUNT);
  }

  /** The URL of a repository, through the forwarder. */
  public String url(String repository) {
    return git.url(repository).replace(":" + git.port() + "/", ":" + forwarder.port() + "/");
  }

  /** The lines of known_hosts for connections through the forwarder. */
  public String knownHosts() {
    return git.knownHosts().replace(":" + git.port() + " ", ":" + forwarder.port() + " ");
  }

  /** What the git command line needs to log in, through the forwarder or not, and nothing else. */
  public Map<String, String> gitEnvironment() {
    Map<String, String> environment = new HashMap<>(git.environment());
    environment.computeIfPresent(
        "GIT_SSH_COMMAND", (_, command) -> command + " -o HostKeyAlias=[127.0.0.1]:" + git.port());
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    for (String role : List.of("AUTHOR", "COMMITTER")) {
      environment.put("GIT_" + role + "_NAME", "Yardstick");
      environment.put("GIT_" + role + "_EMAIL", "yardstick@example.com");
    }
    return environment;
  }

  /** Git commands that sshd ran for connections through the forwarder. */
  public long roundTrips() {
    return git.sessionPorts().stream().filter(forwarder::opened).count();
  }

  /** Does something for each item, for some at once; fails if one of them fails. */
  public static <T> void each(List<T> items, Consumer<T> action) {
    Semaphore permits = new Semaphore(PARALLEL);
    List<Future<?>> futures = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T item : items) {
        permits.acquire();
        futures.add(
            executor.submit(
                () -> {
                  try {
                    action.accept(item);
                  } finally {
                    permits.release();
                  }
                }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    forwarder.close();
    git.close();
    api.close();
  }
}
