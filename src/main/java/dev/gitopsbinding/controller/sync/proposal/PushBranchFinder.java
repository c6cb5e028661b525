package dev.gitopsbinding.controller.sync.proposal;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.controller.sync.fact.WaitSchedule;
import dev.gitopsbinding.controller.sync.manifest.ManifestReadCache;
import dev.gitopsbinding.controller.sync.manifest.PlacesReader;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.lane.read.HeadState;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.PushBranchSeen;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Finds what the branch holds that a binding pushes to, and whose commits these are. */
public final class PushBranchFinder implements FactFinder<PushBranchSeen> {
  private final CredentialedRemotes remotes;
  private final Lanes lanes;
  private final ManifestReadCache imageReads;
  private final PlacesReader places;
  private final MergeLook look;
  private final Clock clock;

  /**
   * @param imageReads remembers the files of these branches only
   * @param waits decides when what is waited for is looked for again
   * @param clock a monotonic clock
   */
  public PushBranchFinder(
      CredentialedRemotes remotes,
      Lanes lanes,
      ManifestReadCache imageReads,
      YamlWorkers workers,
      WaitSchedule waits,
      Clock clock) {
    this.remotes = remotes;
    this.lanes = lanes;
    this.imageReads = imageReads;
    this.places = new PlacesReader(lanes, imageReads, workers);
    this.look = new MergeLook(waits, clock);
    this.clock = clock;
  }

  @Override
  public Question<PushBranchSeen> question() {
    return ProposalQuestions.PUSH_BRANCH;
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    imageReads.forget(binding);
  }

  /** As for a pull request, the answer is dated after it was received. */
  @Override
  public Fact<PushBranchSeen> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    Instant notBefore = look.notBefore(observation);
    return Fact.of(
        remotes.use(
            binding.id(), binding.manifest(), base -> look(binding, base, notBefore, deadline)),
        seen -> new Fact.Known<>(seen, clock.instant()));
  }

  private Result<PushBranchSeen> look(
      Binding binding, Remote base, Instant notBefore, TimeLimit deadline) {
    PushTarget target = Objects.requireNonNull(binding.push(), "ProposalRule asks");
    Remote head = new Remote(target.branch(), base.credential(), base.tenant(), base.payers());
    do {
      switch (lanes.head(base, target.branch().branch(), notBefore, deadline.remaining())) {
        case Result.Failed<HeadState>(var failure) -> {
          return Result.failed(failure);
        }
        case Result.Ok<HeadState>(var state) when state.tip() == null -> {
          return Result.ok(PushBranchSeen.NONE);
        }
        case Result.Ok<HeadState>(var state) -> {
          switch (places.read(binding, head, state.readAt(), deadline)) {
            case Result.Failed<Fact<ManifestSeen>>(var failure) -> {
              return failure instanceof Failure.File
                  ? Result.ok(seen(state, List.of()))
                  : Result.failed(failure);
            }
            case Result.Ok<Fact<ManifestSeen>>(var fact) -> {
              ManifestSeen files = fact.known().orElse(null);
              if (files == null) {
                return Result.ok(seen(state, List.of()));
              }
              if (files.tip().equals(state.tip())) {
                return Result.ok(
                    seen(
                        state,
                        files.places().stream().map(ManifestSeen.PlaceSeen::images).toList()));
              }
            }
          }
        }
      }
    } while (!deadline.expired());
    return Result.failed(
        new Failure.Remote(
            Reason.TIMED_OUT,
            "The %s moved each time while it was read. %s"
                .formatted(target.branch(), Reason.TIMED_OUT.remedy())));
  }

  private static PushBranchSeen seen(HeadState state, List<List<String>> images) {
    return new PushBranchSeen(
        state.tip(), state.own(), state.contained(), state.lags(), images, true);
  }
}
