package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.git.FileAtTip;
import dev.gitopsbinding.git.Lanes;
import dev.gitopsbinding.git.SourceTips;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.ManifestChange;
import dev.gitopsbinding.plan.ManifestSeen;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import java.time.Instant;

/** Answers the planner's questions by asking git hosts. */
final class Observer {
  private final Remotes remotes;
  private final SourceTips sourceTips;
  private final Lanes lanes;
  private final ImageReads imageReads;
  private final Neighbours neighbours;

  Observer(
      Remotes remotes,
      SourceTips sourceTips,
      Lanes lanes,
      ImageReads imageReads,
      Neighbours neighbours) {
    this.imageReads = imageReads;
    this.neighbours = neighbours;
    this.remotes = remotes;
    this.sourceTips = sourceTips;
    this.lanes = lanes;
  }

  /** The observation with the answer in it, known or unavailable. */
  Observation answer(Question question, Observation observation, Deadline deadline)
      throws InterruptedException {
    return switch (question) {
      case SOURCE_TIP -> {
        Fact<CommitSha> tip = sourceTip(observation, deadline);
        neighbours.sourceSeen(observation.binding(), tip);
        yield observation.withSource(tip);
      }
      case MANIFEST -> observation.withManifest(manifest(observation, deadline));
      case MANIFEST_CHANGE -> observation.withChange(change(observation, deadline));
    };
  }

  private Fact<CommitSha> sourceTip(Observation observation, Deadline deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    Instant notBefore =
        neighbours
            .sourceMovedAt(binding)
            .filter(observation.notBefore()::isBefore)
            .orElse(observation.notBefore());
    var result =
        remotes.use(
            binding.id(),
            binding.source(),
            remote -> sourceTips.tip(remote, notBefore, deadline.left()));
    return Fact.of(result, tip -> new Fact.Known<>(tip.commit(), tip.at()));
  }

  private Fact<ManifestSeen> manifest(Observation observation, Deadline deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    var result =
        remotes.use(
            binding.id(),
            binding.manifest(),
            remote -> lanes.read(remote, binding.path(), observation.notBefore(), deadline.left()));
    return Fact.of(result, file -> manifest(binding, file));
  }

  private Fact<ManifestSeen> manifest(Binding binding, FileAtTip file) {
    return Fact.of(
        imageReads.images(binding, file),
        images -> new Fact.Known<>(new ManifestSeen(file.tip(), images), file.readAt()));
  }

  private Fact<ManifestChange> change(Observation observation, Deadline deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    var result =
        remotes.use(
            binding.id(),
            binding.manifest(),
            remote -> lanes.lastChange(remote, binding.path(), deadline.left()));
    return Fact.of(
        result,
        change ->
            new Fact.Known<>(
                new ManifestChange(change.commit(), change.author(), change.exact()), Instant.MIN));
  }
}
