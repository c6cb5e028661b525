package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.store.OwnChange;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.OwnCommit;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
    CommitSha known = observation.namedCommit().orElse(null);
    Result<Optional<OwnChange>> result =
        remotes.use(
            binding.id(),
            binding.manifest(),
            remote ->
                lanes.ownChange(remote, binding.id(), binding.path(), known, deadline.remaining()));
    return Fact.of(
        result.then(
            change ->
                change.isEmpty()
                    ? Result.ok(Optional.<OwnCommit>empty())
                    : ownCommit(binding, change.get(), deadline)
                        .then(own -> Result.ok(Optional.of(own)))),
        own -> new Fact.Known<>(own, Instant.MIN));
  }

  private Result<OwnCommit> ownCommit(Binding binding, OwnChange own, TimeLimit deadline) {
    return images(binding, own.after(), deadline)
        .then(
            after ->
                images(binding, own.before(), deadline)
                    .then(
                        before ->
                            Result.ok(
                                new OwnCommit(
                                    own.commit(), own.at(), after, before, own.rolledBack()))));
  }

  /** No images if the text cannot be read; fails only if there was no turn to parse it. */
  private Result<List<String>> images(
      Binding binding, @Nullable Content content, TimeLimit deadline) {
    return content == null
        ? Result.ok(List.of())
        : workers.parse(
            binding.id(),
            binding.path(),
            content,
            () ->
                imageReads.once(content, binding) instanceof Result.Ok<List<String>>(var texts)
                    ? texts
                    : List.<String>of(),
            deadline.remaining());
  }
}
