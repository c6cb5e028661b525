package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.store.BranchLine;
import dev.gitopsbinding.git.store.FileAtTip;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.ManifestSeen;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds what the manifest file holds at the tip of its branch. */
public final class ManifestFinder implements FactFinder<ManifestSeen> {
  private final CredentialedRemotes remotes;
  private final Lanes lanes;
  private final ManifestReadCache imageReads;
  private final YamlWorkers workers;
  private final BranchRewrites rewrites;

  public ManifestFinder(
      CredentialedRemotes remotes,
      Lanes lanes,
      ManifestReadCache imageReads,
      YamlWorkers workers,
      BranchRewrites rewrites) {
    this.remotes = remotes;
    this.lanes = lanes;
    this.imageReads = imageReads;
    this.workers = workers;
    this.rewrites = rewrites;
  }

  @Override
  public Question<ManifestSeen> question() {
    return Questions.MANIFEST;
  }

  @Override
  public Fact<ManifestSeen> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    Instant notBefore = observation.notBefore();
    CommitSha named = observation.namedCommit().orElse(null);
    Result<Fact<ManifestSeen>> result =
        remotes.use(
            binding.id(),
            binding.manifest(),
            remote -> {
              lanes.name(binding.id(), remote);
              BranchLine before = lanes.line(remote);
              Result<Fact<ManifestSeen>> seen =
                  lanes
                      .knownTip(remote, notBefore)
                      .flatMap(tip -> remembered(binding, tip))
                      .map(Result::ok)
                      .orElseGet(
                          () ->
                              workers.read(
                                  binding.id(),
                                  binding.path(),
                                  new LaneFile(lanes, remote, binding.path(), notBefore, deadline),
                                  file -> imageReads.isRead(file, binding),
                                  file -> manifest(binding, file),
                                  deadline.remaining()));
              BranchLine after = lanes.line(remote);
              return seen.then(
                  fact -> Result.ok(rewrites.note(binding, named, fact, before, after)));
            });
    return Fact.of(result, fact -> fact);
  }

  /** What the file holds at a known tip, if it was read at that tip before. */
  private Optional<Fact<ManifestSeen>> remembered(Binding binding, Tip tip) {
    return imageReads
        .at(tip.commit(), binding)
        .map(images -> manifest(tip.commit(), tip.at(), images));
  }

  private Fact<ManifestSeen> manifest(Binding binding, FileAtTip file) {
    return manifest(file.tip(), file.readAt(), imageReads.read(file, binding));
  }

  private static Fact<ManifestSeen> manifest(
      CommitSha tip, Instant readAt, Result<List<String>> images) {
    return Fact.of(images, texts -> new Fact.Known<>(new ManifestSeen(tip, texts), readAt));
  }
}
