package dev.gitopsbinding.app;

import dev.gitopsbinding.controller.sync.ActionExecutor;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.controller.sync.fact.WaitSchedule;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.ManifestReadCache;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.controller.sync.proposal.ForgePullRequests;
import dev.gitopsbinding.controller.sync.proposal.ProposalExecutor;
import dev.gitopsbinding.controller.sync.proposal.PullRequestFinder;
import dev.gitopsbinding.controller.sync.proposal.PushBranchFinder;
import dev.gitopsbinding.delivery.Deliveries;
import dev.gitopsbinding.delivery.pullrequest.ProposalDelivery;
import dev.gitopsbinding.delivery.pullrequest.PullRequestClient;
import dev.gitopsbinding.delivery.pullrequest.RequestPublisher;
import dev.gitopsbinding.delivery.push.BranchDelivery;
import dev.gitopsbinding.forge.login.ForgeLogins;
import dev.gitopsbinding.git.credential.SecretSource;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.status.LandedProposal;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes the parts that only bindings with {@code spec.push} use. No forge client is started. */
final class ProposalFactory {
  private final PushBranchFinder branches;
  private final PullRequestFinder requests;
  private final ProposalExecutor executor;

  /**
   * @param client asked for at the first use only
   * @param waits decides when what is waited for is looked for again
   * @param clock the wall clock
   * @param steady a monotonic clock
   */
  ProposalFactory(
      CredentialedRemotes remotes,
      Lanes lanes,
      ManifestEdits edits,
      YamlWorkers workers,
      Supplier<PullRequestClient> client,
      WaitSchedule waits,
      Clock clock,
      Clock steady) {
    branches =
        new PushBranchFinder(remotes, lanes, new ManifestReadCache(edits), workers, waits, steady);
    requests = new PullRequestFinder(client, waits, steady);
    var publisher = new LazyStart<>(() -> new RequestPublisher(client.get(), steady), _ -> {});
    executor =
        new ProposalExecutor(
            remotes,
            lanes,
            publisher,
            (observation, landed) -> LandedProposal.note(observation, landed, clock.instant()),
            steady);
  }

  /** The pull requests of bindings; made at the first use. */
  static Supplier<PullRequestClient> client(HostParts hosts, SecretSource secrets) {
    return new LazyStart<>(
        () ->
            new ForgePullRequests(
                hosts.pullRequests().get(), new ForgeLogins(secrets, hosts.tokens())),
        _ -> {});
  }

  /** How changes reach their branch; the first that accepts a binding delivers its changes. */
  static Deliveries deliveries(Lanes lanes) {
    return new Deliveries(List.of(new ProposalDelivery(lanes), new BranchDelivery(lanes)));
  }

  /** The finders for the questions of these bindings. */
  List<FactFinder<?>> finders() {
    return List.of(branches, requests);
  }

  /** Does what their rules plan before a push or wait. */
  ActionExecutor executor() {
    return executor;
  }

  /** What to call when a binding is gone. */
  Consumer<BindingId> memory() {
    return branches::forget;
  }
}
