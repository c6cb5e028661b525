package dev.gitopsbinding.controller.sync.manifest;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.Tip;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.ManifestSeen.PlaceSeen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the places of a binding, all at one tip of their branch. One file after the other is in
 * memory.
 */
public final class PlacesReader {
  private final Lanes lanes;
  private final ManifestReadCache imageReads;
  private final YamlWorkers workers;

  public PlacesReader(Lanes lanes, ManifestReadCache imageReads, YamlWorkers workers) {
    this.lanes = lanes;
    this.imageReads = imageReads;
    this.workers = workers;
  }

  /** The images of one place, and the tip at which its file was read. */
  private record PlaceRead(CommitSha tip, Instant at, Result<List<String>> images) {}

  /** What the places hold at a known tip, if all were read at that tip before. */
  public Optional<Fact<ManifestSeen>> remembered(Binding binding, Tip tip) {
    List<ManifestPlace> places = binding.places().all();
    List<PlaceSeen> seen = new ArrayList<>(places.size());
    for (ManifestPlace place : places) {
      Result<List<String>> images = imageReads.at(tip.commit(), binding, seen.size()).orElse(null);
      switch (images) {
        case null -> {
          return Optional.empty();
        }
        case Result.Failed<List<String>>(var failure) -> {
          return Optional.of(new Fact.Unavailable<>(FieldLocator.atPlace(place, failure)));
        }
        case Result.Ok<List<String>>(var texts) -> seen.add(new PlaceSeen(place, texts));
      }
    }
    return Optional.of(new Fact.Known<>(ManifestSeen.at(tip.commit(), seen), tip.at()));
  }

  /**
   * Reads the places. If the tip moves meanwhile, they are read again, which takes no turn and no
   * parsing for files that the new tip leaves as they are.
   *
   * @param notBefore as in {@link Lanes#read}
   */
  public Result<Fact<ManifestSeen>> read(
      Binding binding, Remote remote, Instant notBefore, TimeLimit deadline) {
    do {
      Optional<Result<Fact<ManifestSeen>>> read = once(binding, remote, notBefore, deadline);
      if (read.isPresent()) {
        return read.get();
      }
    } while (!deadline.expired());
    return Result.failed(
        new Failure.Remote(
            Reason.TIMED_OUT,
            "The %s moved each time while %s were read. %s"
                .formatted(remote.branch(), binding.places().shown(), Reason.TIMED_OUT.remedy())));
  }

  /**
   * @return empty if the tip moved between two of the files
   */
  private Optional<Result<Fact<ManifestSeen>>> once(
      Binding binding, Remote remote, Instant notBefore, TimeLimit deadline) {
    List<PlaceSeen> seen = new ArrayList<>(binding.places().all().size());
    PlaceRead first = null;
    for (ManifestPlace place : binding.places().all()) {
      PlaceRead read;
      switch (read(binding, seen.size(), remote, notBefore, deadline)) {
        case Result.Failed<PlaceRead>(var failure) -> {
          return Optional.of(Result.failed(FieldLocator.atPlace(place, failure)));
        }
        case Result.Ok<PlaceRead>(var ok) -> read = ok;
      }
      if (first == null) {
        first = read;
      } else if (!read.tip().equals(first.tip())) {
        return Optional.empty();
      }
      switch (read.images()) {
        case Result.Failed<List<String>>(var failure) -> {
          return Optional.of(
              Result.ok(new Fact.Unavailable<>(FieldLocator.atPlace(place, failure))));
        }
        case Result.Ok<List<String>>(var images) -> seen.add(new PlaceSeen(place, images));
      }
    }
    return Optional.ofNullable(first)
        .map(read -> Result.ok(new Fact.Known<>(ManifestSeen.at(read.tip(), seen), read.at())));
  }

  private Result<PlaceRead> read(
      Binding binding, int index, Remote remote, Instant notBefore, TimeLimit deadline) {
    ManifestPlace place = binding.places().all().get(index);
    return workers.read(
        binding.id(),
        place.path(),
        new LaneFile(lanes, remote, place.path(), notBefore, deadline),
        file -> imageReads.isRead(file, binding, index),
        file -> new PlaceRead(file.tip(), file.readAt(), imageReads.read(file, binding, index)),
        deadline.remaining());
  }
}
