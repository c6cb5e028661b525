package dev.gitopsbinding.controller.sync.fact;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.controller.sync.manifest.FieldLocator;
import dev.gitopsbinding.controller.sync.manifest.LaneFile;
import dev.gitopsbinding.controller.sync.manifest.ManifestReadCache;
import dev.gitopsbinding.controller.sync.manifest.PlacesReader;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.store.read.BranchLine;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds what the manifest files hold at the tip of their branch. */
public final class ManifestFinder implements FactFinder<ManifestSeen> {
  private final CredentialedRemotes remotes;
  private final Lanes lanes;
  private final ManifestReadCache imageReads;
  private final YamlWorkers workers;
  private final BranchRewrites rewrites;
  private final PlacesReader places;
  private final Clock steady;

  /**
   * @param steady a monotonic clock
   */
  public ManifestFinder(
      CredentialedRemotes remotes,
      Lanes lanes,
      ManifestReadCache imageReads,
      YamlWorkers workers,
      BranchRewrites rewrites,
      Clock steady) {
    this.remotes = remotes;
    this.lanes = lanes;
    this.imageReads = imageReads;
    this.workers = workers;
    this.rewrites = rewrites;
    this.steady = steady;
    this.places = new PlacesReader(lanes, imageReads, workers);
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
              name(binding, remote);
              BranchLine before = lanes.line(remote);
              Result<Fact<ManifestSeen>> seen =
                  lanes
                      .knownTip(remote, notBefore)
                      .flatMap(tip -> remembered(binding, tip))
                      .map(Result::ok)
                      .orElseGet(
                          () ->
                              binding.places().isOne()
                                  ? read(binding, remote, notBefore, deadline)
                                  : places.read(binding, remote, notBefore, deadline));
              BranchLine after = lanes.line(remote);
              return seen.then(
                  fact ->
                      Result.ok(
                          marked(binding, rewrites.note(binding, named, fact, before, after))));
            });
    return Fact.of(result, fact -> observation.isFirst() ? ended(fact) : fact);
  }

  /**
   * A first read of the manifest overlaps with that of the source. Only a source that is read after
   * its end is not older than what the file holds ({@code StaleSourceRule}).
   */
  private Fact<ManifestSeen> ended(Fact<ManifestSeen> fact) {
    return switch (fact) {
      case Fact.Known<ManifestSeen>(ManifestSeen seen, Instant _) ->
          new Fact.Known<>(seen, steady.instant());
      case Fact.Unavailable<ManifestSeen> unavailable -> unavailable;
      case Fact.NotAsked<ManifestSeen> unknown -> unknown;
    };
  }

  /**
   * Begins to fetch the branch of a binding that was never synced, while its source is read. A
   * failure is left to the question. A binding that has a status does not get this: if its source
   * cannot be read, nothing is asked of the manifest's host. Nor does a preview, whose end would
   * wait for the fetch.
   */
  void prepare(Observation observation, TimeLimit deadline) throws InterruptedException {
    Binding binding = observation.binding();
    if (observation.isFirst()
        && !binding.previews()
        && observation.fact(Questions.MANIFEST) instanceof Fact.NotAsked<ManifestSeen>
        && remotes.resolve(binding.id(), binding.manifest())
            instanceof Result.Ok<Remote>(Remote remote)) {
      name(binding, remote);
      lanes.prepare(remote, observation.notBefore(), deadline.remaining());
    }
  }

  private Fact<ManifestSeen> marked(Binding binding, Fact<ManifestSeen> fact) {
    return switch (fact) {
      case Fact.Known<ManifestSeen>(ManifestSeen seen, Instant at) ->
          new Fact.Known<>(seen.withMarked(imageReads.marked(binding)), at);
      case Fact.Unavailable<ManifestSeen> unavailable -> unavailable;
      case Fact.NotAsked<ManifestSeen> unknown -> unknown;
    };
  }

  private void name(Binding binding, Remote remote) {
    PushTarget target = binding.push();
    if (target == null) {
      lanes.name(binding.id(), remote);
    } else {
      lanes.name(binding.id(), remote, target.branch().branch());
    }
  }

  private Result<Fact<ManifestSeen>> read(
      Binding binding, Remote remote, Instant notBefore, TimeLimit deadline) {
    ManifestPlace place = binding.places().first();
    return FieldLocator.atPlace(
        place,
        workers.read(
            binding.id(),
            place.path(),
            new LaneFile(lanes, remote, place.path(), notBefore, deadline),
            file -> imageReads.isRead(file, binding, 0),
            file -> manifest(place, file.tip(), file.readAt(), imageReads.read(file, binding, 0)),
            deadline.remaining()));
  }

  /** What the files hold at a known tip, if all were read at that tip before. */
  private Optional<Fact<ManifestSeen>> remembered(Binding binding, Tip tip) {
    return binding.places().isOne()
        ? imageReads
            .at(tip.commit(), binding, 0)
            .map(images -> manifest(binding.places().first(), tip.commit(), tip.at(), images))
        : places.remembered(binding, tip);
  }

  private static Fact<ManifestSeen> manifest(
      ManifestPlace place, CommitSha tip, Instant readAt, Result<List<String>> images) {
    return switch (images) {
      case Result.Ok<List<String>>(var texts) ->
          new Fact.Known<>(new ManifestSeen(tip, texts), readAt);
      case Result.Failed<List<String>>(var failure) ->
          new Fact.Unavailable<>(FieldLocator.atPlace(place, failure));
    };
  }
}
