package dev.gitopsbinding.app;

import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.forge.app.InstallationTokens;
import dev.gitopsbinding.forge.client.ForgeClient;
import dev.gitopsbinding.forge.client.ForgeListener;
import dev.gitopsbinding.forge.lookup.Forges;
import dev.gitopsbinding.forge.pullrequest.PullRequests;
import dev.gitopsbinding.forge.status.CommitStatuses;
import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.runtime.GitRuntime;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.registry.lookup.Registries;
import dev.gitopsbinding.registry.lookup.RegistryListener;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * The parts that reach hosts outside the cluster, for the operator and for commands: git,
 * registries, and what is started by its first use, forges and their apps.
 */
public final class HostParts {
  private final LazyStart<InstallationTokens> apps;
  private final AppTokens tokens;
  private final GitRuntime git;
  private final Registries registries;
  private final LazyStart<ForgeClient> client;
  private final LazyStart<Forges> forges;
  private final LazyStart<PullRequests> pullRequests;
  private final LazyStart<CommitStatuses> commitStatuses;

  /**
   * What receives the results of requests.
   *
   * @param forge created when the first forge is asked
   */
  public record Listeners(
      GitListener git, RegistryListener registry, Supplier<ForgeListener> forge) {}

  private HostParts(
      OperatorConfig config, Listeners listeners, Clock clock, Clock steady, MemoryBudget memory)
      throws IOException {
    apps =
        new LazyStart<>(
            () -> InstallationTokens.start(config.forge(), steady, clock),
            InstallationTokens::close);
    tokens = AppTokens.from(apps);
    git = GitRuntime.start(config.git(), listeners.git(), tokens, clock, steady, memory);
    registries = Registries.start(config.registry(), listeners.registry(), steady);
    client =
        new LazyStart<>(
            () ->
                ForgeClient.start(
                    config.forge(), ForgeKinds.ALL, listeners.forge().get(), steady, clock),
            ForgeClient::close);
    forges = new LazyStart<>(() -> new Forges(client.get(), steady), _ -> {});
    pullRequests = new LazyStart<>(() -> new PullRequests(client.get(), steady), _ -> {});
    commitStatuses = new LazyStart<>(() -> new CommitStatuses(client.get()), _ -> {});
  }

  /**
   * Starts the parts; no host is contacted yet.
   *
   * @param clock for the times in commits
   * @param steady a monotonic clock, for the age of reads
   * @param memory the budget for received data; the same one for the whole process
   * @throws IOException if the cache folder cannot be written
   */
  public static HostParts start(
      OperatorConfig config, Listeners listeners, Clock clock, Clock steady, MemoryBudget memory)
      throws IOException {
    return new HostParts(config, listeners, clock, steady, memory);
  }

  /** Reads and writes repositories. Closed by itself, as it waits for running pushes. */
  public GitRuntime git() {
    return git;
  }

  /** To be asked only for Secrets that hold an app. */
  public AppTokens tokens() {
    return tokens;
  }

  /** Looks for images. */
  public Registries registries() {
    return registries;
  }

  /** Looks for checks; to be asked for at the first use. */
  public Supplier<Forges> forges() {
    return forges;
  }

  /** Likewise, for pull requests. */
  public Supplier<PullRequests> pullRequests() {
    return pullRequests;
  }

  /** Likewise, for statuses of commits. */
  public Supplier<CommitStatuses> commitStatuses() {
    return commitStatuses;
  }

  /** What closes the parts other than git, in this order. */
  public List<Runnable> closing() {
    return List.of(registries::close, client::close, apps::close);
  }
}
