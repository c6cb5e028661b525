package dev.gitopsbinding.controller.sync.proposal;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.sync.BindingSigners;
import dev.gitopsbinding.controller.sync.PreviewExecutor;
import dev.gitopsbinding.controller.sync.PushExecutor;
import dev.gitopsbinding.controller.sync.Sync;
import dev.gitopsbinding.controller.sync.SyncResult;
import dev.gitopsbinding.controller.sync.UncertainPushes;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.controller.sync.fact.FactFinders;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.delivery.Deliveries;
import dev.gitopsbinding.delivery.Delivery;
import dev.gitopsbinding.delivery.pullrequest.MemoryPullRequests;
import dev.gitopsbinding.delivery.pullrequest.RequestPublisher;
import dev.gitopsbinding.edit.DiffLimits;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Planner;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.Ancestry;
import dev.gitopsbinding.plan.fact.ManifestChange;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.PushBranchSeen;
import dev.gitopsbinding.plan.rule.Rules;
import dev.gitopsbinding.status.LandedProposal;
import dev.gitopsbinding.status.StatusProjector;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Syncs by the real rules, with a base branch, a branch of the operator's and a forge that are kept
 * in memory. Each sync begins with the status that the one before has stored, as after a restart.
 */
final class ProposalStage {
  static final String IMAGE = "ghcr.io/acme/web:";

  final MemoryPullRequests forge = new MemoryPullRequests();
  final List<String> pushes = new ArrayList<>();
  final List<CommitSha> deleted = new ArrayList<>();
  CommitSha source = sha(1);
  String base = IMAGE + "old";
  @Nullable String branch;
  boolean own = true;
  boolean contained;

  /** Who looks for a merge at once; else nobody does before the interval ends. */
  boolean lookIsDue = true;

  Workload workload = new Workload.Missing();
  GitOpsBindingStatus status = GitOpsBindingStatus.EMPTY;

  /** Runs once behind the next push, before the sync goes on. */
  Runnable afterPush = () -> {};

  private final Binding binding;
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-01-02T12:00:00Z"));
  private final RequestPublisher publisher = new RequestPublisher(forge, clock);
  private int commits = 100;
  private @Nullable CommitSha head;

  ProposalStage(Binding binding) {
    this.binding = binding;
  }

  static CommitSha sha(int number) {
    return new CommitSha("%040x".formatted(number));
  }

  /** The time of the next sync, but for a minute. */
  Instant now() {
    return clock.instant();
  }

  /** How old the last answer of the forge was allowed to be, by now. */
  Duration age() {
    return Duration.between(Objects.requireNonNull(forge.notBefore), clock.instant());
  }

  /** The newest commit of the branch. */
  @Nullable CommitSha head() {
    return head;
  }

  /** A person merges what the branch holds, and the forge says so. */
  void merge(boolean squash) {
    base = String.valueOf(branch);
    contained = !squash;
    forge.set(PullRequest.State.MERGED, head);
  }

  /** A person closes the pull request. */
  void close() {
    forge.set(PullRequest.State.CLOSED, head);
  }

  /** A branch that people made before. */
  void prepare(String image) {
    branch = image;
    head = sha(commits++);
  }

  /** A person commits to the branch. */
  void commit(String image) {
    branch = image;
    own = false;
    head = sha(commits++);
  }

  /** The reason of Ready after a sync. */
  String sync() throws InterruptedException {
    clock.pass(Duration.ofMinutes(1));
    CredentialedRemotes remotes =
        new CredentialedRemotes(null, DefaultSettings.ANY_HOST, new SchemePolicy(false));
    ManifestEdits edits = new ManifestEdits(new EditKinds(List.of()));
    YamlWorkers workers = new YamlWorkers(DefaultSettings.YAML_LIMITS, new MemoryBudget(1 << 20));
    Sync sync =
        new Sync(
            new Planner(Rules.IN_ORDER),
            new FactFinders(finders(), remotes),
            new PushExecutor(
                remotes,
                new BindingSigners(null, null),
                new Deliveries(List.of(delivery())),
                edits,
                workers,
                new UncertainPushes(false),
                _ -> {}),
            new PreviewExecutor(remotes, null, edits, workers, DiffLimits.STATUS),
            this::perform,
            clock);
    SyncResult result =
        sync.run(
            Observation.of(
                binding,
                status,
                null,
                workload,
                clock.instant().minus(binding.interval().dividedBy(2))),
            () -> true);
    status = StatusProjector.project(result.observation(), result.outcome(), clock.instant());
    return status.conditions().getFirst().reason();
  }

  private Observation perform(Action action, Observation observation, TimeLimit deadline)
      throws InterruptedException {
    return switch (action) {
      case Action.ReadAgain() -> observation.withManifestStale(clock.instant());
      case Action.NoteLanded landed ->
          observation.withStatus(LandedProposal.note(observation, landed, clock.instant()));
      case Action.DeleteBranch(var tip) -> {
        Result<Boolean> gone = publisher.deleteBranch(binding, deadline, () -> Result.ok(true));
        if (!gone.equals(Result.ok(true))) {
          yield observation.with(
              ProposalQuestions.PUSH_BRANCH,
              known(observation.require(ProposalQuestions.PUSH_BRANCH).kept()));
        }
        deleted.add(tip);
        branch = null;
        head = null;
        contained = false;
        own = true;
        yield observation.with(ProposalQuestions.PUSH_BRANCH, known(PushBranchSeen.NONE));
      }
      case Action.Propose proposal ->
          observation.with(
              ProposalQuestions.PULL_REQUEST,
              Fact.of(publisher.publish(binding, proposal, deadline), this::known));
    };
  }

  private List<FactFinder<?>> finders() {
    return List.of(
        FactFinder.of(Questions.SOURCE_TIP, (_, _) -> known(source)),
        FactFinder.of(Questions.MANIFEST, (_, _) -> known(new ManifestSeen(sha(9), List.of(base)))),
        FactFinder.of(
            Questions.CONTENTS,
            (_, _) -> new Fact.Unavailable<>(new Failure.Remote(Reason.TIMED_OUT, "Slow."))),
        FactFinder.of(Questions.DESCENT_FROM_FAILED, (_, _) -> known(new Ancestry.Descends())),
        FactFinder.of(Questions.OWN_COMMIT, (_, _) -> known(Optional.empty())),
        FactFinder.of(
            Questions.MANIFEST_CHANGE, (_, _) -> known(new ManifestChange(sha(9), "Ada", true))),
        FactFinder.of(ProposalQuestions.PUSH_BRANCH, (_, _) -> known(seen())),
        new PullRequestFinder(() -> forge, (_, _, _) -> lookIsDue, clock));
  }

  private PushBranchSeen seen() {
    String image = branch;
    return head == null || image == null
        ? PushBranchSeen.NONE
        : new PushBranchSeen(head, own, contained, false, List.of(List.of(image)), true);
  }

  private <T> Fact<T> known(T value) {
    clock.pass(Duration.ofMillis(1));
    return new Fact.Known<>(value, clock.instant());
  }

  private Delivery delivery() {
    return new Delivery() {
      @Override
      public boolean accepts(Binding any) {
        return true;
      }

      @Override
      public PendingPush deliver(Binding any, Remote manifest, ChangeSet change) {
        return push(change);
      }
    };
  }

  /** The subject of a commit ends with the tag, whether or not the template makes it. */
  private PendingPush push(ChangeSet change) {
    String subject = change.message().lines().findFirst().orElseThrow();
    String tag = subject.substring(subject.lastIndexOf(' ') + 1);
    pushes.add(tag);
    boolean created = head == null;
    branch = IMAGE + tag;
    contained = false;
    head = sha(commits++);
    CompletableFuture<PushResult> result =
        CompletableFuture.completedFuture(
            new PushResult.Pushed(head, head, List.of(base), clock.instant(), created));
    Runnable after = afterPush;
    afterPush = () -> {};
    after.run();
    return new PendingPush() {
      @Override
      public CompletableFuture<PushResult> result() {
        return result;
      }

      @Override
      public boolean withdraw() {
        return false;
      }
    };
  }
}
