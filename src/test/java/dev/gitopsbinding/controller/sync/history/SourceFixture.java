package dev.gitopsbinding.controller.sync.history;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.kube.SecretStore;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.source.history.HistorySettings;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.apiserver.ApiPermits;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.apiserver.ApiServerStandIn;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The history of a local source repository, read from git's own server program. */
final class SourceFixture implements AutoCloseable {
  final LaneFixture lanes = new LaneFixture();
  private final ApiServerStandIn api = ApiServerStandIn.start(_ -> {});
  final GitRepository git = lanes.repository("web");

  final SourceHistories histories =
      new SourceHistories(
          lanes.connector,
          new HistorySettings(
              lanes.folder.path().resolve("histories"), 1L << 30, Duration.ofHours(1)),
          new DiskBudget(1L << 30));

  final CredentialedRemotes remotes =
      new CredentialedRemotes(
          new SecretStore(api.client(), new ApiPermits(), Clock.systemUTC(), Duration.ofMinutes(5)),
          new AllowedHosts(List.of()),
          new SchemePolicy(false));

  /** What is known of a binding: the tip of its source, and the images that its file holds. */
  static Observation observation(Binding binding, String tip, List<String> images) {
    return Observation.of(
            binding, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), Instant.EPOCH)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(new CommitSha(tip), Instant.EPOCH))
        .with(
            Questions.MANIFEST,
            new Fact.Known<>(
                new ManifestSeen(new CommitSha("9".repeat(40)), images), Instant.EPOCH));
  }

  @Override
  public void close() {
    histories.close();
    api.close();
    lanes.close();
  }
}
