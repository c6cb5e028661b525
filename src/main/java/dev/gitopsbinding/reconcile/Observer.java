package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.git.BranchLine;
import dev.gitopsbinding.git.FileAtTip;
import dev.gitopsbinding.git.Lanes;
import dev.gitopsbinding.git.OwnChange;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.SourceTips;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.plan.Binding;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.ManifestChange;
import dev.gitopsbinding.plan.ManifestSeen;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.OwnCommit;
import dev.gitopsbinding.plan.Question;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers the planner's questions by asking git hosts and registries. */
final class Observer {
  private final Remotes remotes;
  private final SourceTips sourceTips;
  private final Lanes lanes;
  private final ImageReads imageReads;
  private final YamlWorkers workers;
  private final Neighbours neighbours;
  private final ImageLooks imageLooks;
  private final BranchRewrites rewrites;

  Observer(
      Remotes remotes,
      SourceTips sourceTips,
      Lanes lanes,
      ImageReads imageReads,
      YamlWorkers workers,
      Neighbours neighbours,
      ImageLooks imageLooks,
      BranchRewrites rewrites) {
    this.rewrites = rewrites;
    this.imageLooks = imageLooks;
    this.imageReads = imageReads;
    this.workers = workers;
    this.neighbours = neighbours;
    this.remotes = remotes;
    this.sourceTips = sourceTips;
    this.lanes = lanes;
  }

  /** The observation with the answer in it, known or unavailable. */
  Observation answer(Question question, Observation observation, Deadline deadline)
      throws InterruptedException {
    remotes.renew(observation);
    return switch (question) {
      case SOURCE_TIP -> {
        Fact<CommitSha> tip = sourceTip(observation, deadline);
        neighbours.sourceSeen(observation.binding(), tip);
        yield observation.withSource(tip);
      }
      case MANIFEST -> observation.withManifest(manifest(observation, deadline));
      case IMAGE ->
          observation.withImageExists(
              Fact.of(
                  imageLooks.exists(observation, deadline.left()),
                  exists -> new Fact.Known<>(exists, Instant.MIN)));
      case OWN_COMMIT -> observation.withOwnCommit(ownCommit(observation, deadline));
      case MANIFEST_CHANGE -> observation.withChange(change(observation, deadline));
    };
  }

  private Fact<CommitSha> sourceTip(Observation observation, Deadline deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    Instant notBefore =
        Stream.of(
                Optional.of(observation.notBefore()),
                neighbours.sourceMovedAt(binding),
                // Asked again after the manifest was read, it is the tip of that moment or later.
                at(observation.manifest()))
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    var result =
        remotes.use(
            binding.id(),
            binding.source(),
            remote -> sourceTips.tip(remote, notBefore, deadline.left()));
    return Fact.of(result, tip -> new Fact.Known<>(tip.commit(), tip.at()));
  }

  private static Optional<Instant> at(Fact<?> fact) {
    return fact instanceof Fact.Known<?>(var value, var at) ? Optional.of(at) : Optional.empty();
  }

  private Fact<ManifestSeen> manifest(Observation observation, Deadline deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    Instant notBefore = observation.notBefore();
    Result<Fact<ManifestSeen>> result =
        remotes.use(
            binding.id(),
            binding.manifest(),
            remote -> {
              lanes.name(binding.id(), remote);
              BranchLine before = lanes.line(remote);
              Result<Fact<ManifestSeen>> seen =
                  remembered(binding, lanes.knownTip(remote, notBefore))
                      .map(Result::ok)
                      .orElseGet(
                          () ->
                              workers.read(
                                  binding.id(),
                                  binding.path(),
                                  file(remote, binding, notBefore, deadline),
                                  file -> imageReads.isRead(file, binding),
                                  file -> manifest(binding, file),
                                  deadline.left()));
              BranchLine after = lanes.line(remote);
              return seen.then(
                  fact ->
                      Result.ok(rewrites.note(binding, named(observation), fact, before, after)));
            });
    return Fact.of(result, fact -> fact);
  }

  /** The commit of the binding's branch that its status names. */
  private static Optional<CommitSha> named(Observation observation) {
    return Optional.ofNullable(observation.status().manifest())
        .filter(manifest -> observation.binding().file().equals(manifest.file()))
        .flatMap(manifest -> CommitSha.parse(manifest.commit()));
  }

  private YamlWorkers.ManifestFile file(
      Remote remote, Binding binding, Instant notBefore, Deadline deadline) {
    return new YamlWorkers.ManifestFile() {
      @Override
      public Result<FileAtTip> read() {
        return lanes.read(remote, binding.path(), notBefore, deadline.left());
      }

      @Override
      public Optional<Result<FileAtTip>> atHand() {
        return lanes.atHand(remote, binding.path(), notBefore);
      }
    };
  }

  /** Where the tip is known and the file was read at it, nothing has to be looked up. */
  private Optional<Fact<ManifestSeen>> remembered(Binding binding, Optional<Tip> tip) {
    return tip.flatMap(
        known ->
            imageReads
                .at(known.commit(), binding)
                .map(images -> manifest(known.commit(), known.at(), images)));
  }

  private Fact<ManifestSeen> manifest(Binding binding, FileAtTip file) {
    return manifest(file.tip(), file.readAt(), imageReads.read(file, binding));
  }

  private static Fact<ManifestSeen> manifest(
      CommitSha tip, Instant readAt, Result<List<String>> images) {
    return Fact.of(images, texts -> new Fact.Known<>(new ManifestSeen(tip, texts), readAt));
  }

  private Fact<Optional<OwnCommit>> ownCommit(Observation observation, Deadline deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    Optional<CommitSha> known = named(observation);
    Result<Optional<OwnChange>> result =
        remotes.use(
            binding.id(),
            binding.manifest(),
            remote ->
                lanes.ownChange(remote, binding.id(), binding.path(), known, deadline.left()));
    return Fact.of(
        result.then(
            change ->
                change.isEmpty()
                    ? Result.ok(Optional.<OwnCommit>empty())
                    : ownCommit(binding, change.get(), deadline)
                        .then(own -> Result.ok(Optional.of(own)))),
        own -> new Fact.Known<>(own, Instant.MIN));
  }

  private Result<OwnCommit> ownCommit(Binding binding, OwnChange own, Deadline deadline) {
    return images(binding, own.after(), deadline)
        .then(
            after ->
                images(binding, own.before(), deadline)
                    .then(
                        before -> Result.ok(new OwnCommit(own.commit(), own.at(), after, before))));
  }

  /** None where the text cannot be read; fails only where there was no turn to read it. */
  private Result<List<String>> images(
      Binding binding, Optional<Content> content, Deadline deadline) {
    return content
        .map(
            text ->
                workers.parse(
                    binding.id(),
                    binding.path(),
                    text,
                    () ->
                        imageReads.once(text, binding) instanceof Result.Ok<List<String>>(var texts)
                            ? texts
                            : List.<String>of(),
                    deadline.left()))
        .orElseGet(() -> Result.ok(List.of()));
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
