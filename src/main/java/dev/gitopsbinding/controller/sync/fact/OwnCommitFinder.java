package dev.gitopsbinding.controller.sync.fact;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.controller.sync.manifest.ManifestReadCache;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.store.read.OwnChange;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.OwnCommit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the last commit that the operator made for a binding, by the trailers of the commits. */
public final class OwnCommitFinder implements FactFinder<Optional<OwnCommit>> {
  private final CredentialedRemotes remotes;
  private final Lanes lanes;
  private final ManifestReadCache imageReads;
  private final YamlWorkers workers;

  public OwnCommitFinder(
      CredentialedRemotes remotes, Lanes lanes, ManifestReadCache imageReads, YamlWorkers workers) {
    this.remotes = remotes;
    this.lanes = lanes;
    this.imageReads = imageReads;
    this.workers = workers;
  }

  @Override
  public Question<Optional<OwnCommit>> question() {
    return Questions.OWN_COMMIT;
  }

  @Override
  public Fact<Optional<OwnCommit>> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    CommitSha named = observation.namedCommit().orElse(null);
    OwnCommit found = null;
    for (ManifestPlace place : binding.places().all()) {
      switch (find(binding, place, named, deadline)) {
        case Result.Failed<Optional<OwnCommit>>(var failure) -> {
          return new Fact.Unavailable<>(failure);
        }
        case Result.Ok<Optional<OwnCommit>>(var own) -> {
          if (own.isEmpty()) {
            return new Fact.Known<>(own, Instant.MIN);
          }
          found = found == null ? own.get() : joined(found, own.get());
        }
      }
    }
    return new Fact.Known<>(Optional.ofNullable(found), Instant.MIN);
  }

  /** The commit with the images of one place. */
  private Result<Optional<OwnCommit>> find(
      Binding binding, ManifestPlace place, @Nullable CommitSha named, TimeLimit deadline)
      throws InterruptedException {
    return remotes
        .use(
            binding.id(),
            binding.manifest(),
            remote ->
                lanes.ownChange(remote, binding.id(), place.path(), named, deadline.remaining()))
        .then(
            change ->
                change.isEmpty()
                    ? Result.ok(Optional.<OwnCommit>empty())
                    : ownCommit(binding, place, change.get(), deadline)
                        .then(own -> Result.ok(Optional.of(own))));
  }

  /**
   * The commit with the images of a further place. If the binding was pushed for meanwhile, or one
   * of the places held no image at the commit, then it is not known to have landed at all places.
   */
  private static OwnCommit joined(OwnCommit own, OwnCommit other) {
    boolean landed =
        other.commit().equals(own.commit()) && !own.images().isEmpty() && !other.images().isEmpty();
    return new OwnCommit(
        own.commit(),
        own.at(),
        landed ? both(own.images(), other.images()) : List.of(),
        landed ? both(own.replaced(), other.replaced()) : own.replaced(),
        own.rolledBack());
  }

  private static List<String> both(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private Result<OwnCommit> ownCommit(
      Binding binding, ManifestPlace place, OwnChange own, TimeLimit deadline) {
    return images(binding, place, own.after(), deadline)
        .then(
            after ->
                images(binding, place, own.before(), deadline)
                    .then(
                        before ->
                            Result.ok(
                                new OwnCommit(
                                    own.commit(), own.at(), after, before, own.rolledBack()))));
  }

  /** No images if the text cannot be read; fails only if there was no turn to parse it. */
  private Result<List<String>> images(
      Binding binding, ManifestPlace place, @Nullable Content content, TimeLimit deadline) {
    return content == null
        ? Result.ok(List.of())
        : workers.parse(
            binding.id(),
            place.path(),
            content,
            () ->
                imageReads.once(content, binding, place)
                        instanceof Result.Ok<List<String>>(var texts)
                    ? texts
                    : List.<String>of(),
            deadline.remaining());
  }
}
