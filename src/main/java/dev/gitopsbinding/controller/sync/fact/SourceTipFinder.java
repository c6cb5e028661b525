package dev.gitopsbinding.controller.sync.fact;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Binding.Location;
import dev.gitopsbinding.binding.Source;
import dev.gitopsbinding.controller.index.SourceChanges;
import dev.gitopsbinding.git.source.SourceTips;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Promotion;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the newest commit of the source branch. */
public final class SourceTipFinder implements FactFinder<CommitSha> {
  private final CredentialedRemotes remotes;
  private final SourceTips sourceTips;
  private final SourceChanges changes;
  private final ManifestFinder manifests;
  private final Clock steady;

  /**
   * @param manifests reads what a new binding is asked for next
   */
  public SourceTipFinder(
      CredentialedRemotes remotes,
      SourceTips sourceTips,
      SourceChanges changes,
      ManifestFinder manifests,
      Clock steady) {
    this.remotes = remotes;
    this.sourceTips = sourceTips;
    this.changes = changes;
    this.manifests = manifests;
    this.steady = steady;
  }

  @Override
  public Question<CommitSha> question() {
    return Questions.SOURCE_TIP;
  }

  @Override
  public Fact<CommitSha> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    Fact<CommitSha> fact =
        switch (binding.source()) {
          case Source.Branch(var location) -> read(observation, location, deadline);
          case Source.Upstream _ -> promoted(observation.fact(Questions.PROMOTION));
        };
    changes.note(binding, fact);
    return fact;
  }

  @Override
  public void begin(Observation observation, TimeLimit deadline) throws InterruptedException {
    if (observation.binding().source() instanceof Source.Branch) {
      manifests.prepare(observation, deadline);
    }
  }

  private Fact<CommitSha> read(Observation observation, Location location, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    Instant notBefore =
        Stream.of(
                Optional.of(observation.notBefore()),
                changes.changedAt(binding),
                // If the manifest was read already, the tip must not be older than that read.
                observation.fact(Questions.MANIFEST).readAt())
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    var result =
        remotes.use(
            binding.id(),
            location,
            remote -> sourceTips.tip(remote, notBefore, deadline.remaining()));
    return Fact.of(result, tip -> new Fact.Known<>(tip.commit(), tip.at()));
  }

  /** PromotionRule asks first, and goes on only with an offer. */
  private Fact<CommitSha> promoted(Fact<Promotion> fact) {
    if (fact instanceof Fact.Known<Promotion>(Promotion.Offer offer, var _)) {
      return new Fact.Known<>(offer.commit(), steady.instant());
    }
    throw new IllegalStateException("no commit may be promoted");
  }
}
