package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.index.SourceChanges;
import dev.gitopsbinding.git.source.SourceTips;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the newest commit of the source branch. */
public final class SourceTipFinder implements FactFinder<CommitSha> {
  private final CredentialedRemotes remotes;
  private final SourceTips sourceTips;
  private final SourceChanges changes;

  public SourceTipFinder(
      CredentialedRemotes remotes, SourceTips sourceTips, SourceChanges changes) {
    this.remotes = remotes;
    this.sourceTips = sourceTips;
    this.changes = changes;
  }

  @Override
  public Question<CommitSha> question() {
    return Questions.SOURCE_TIP;
  }

  @Override
  public Fact<CommitSha> find(Observation observation, TimeLimit deadline)
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
            binding.source(),
            remote -> sourceTips.tip(remote, notBefore, deadline.remaining()));
    Fact<CommitSha> fact = Fact.of(result, tip -> new Fact.Known<>(tip.commit(), tip.at()));
    changes.note(binding, fact);
    return fact;
  }
}
