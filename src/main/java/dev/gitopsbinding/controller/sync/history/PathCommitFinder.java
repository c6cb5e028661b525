package dev.gitopsbinding.controller.sync.history;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.git.source.paths.PathHistories;
import dev.gitopsbinding.git.source.paths.TouchingCommit;
import dev.gitopsbinding.model.paths.PathFilter;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.PathCommit;
import java.time.Instant;
import java.util.Objects;

/** Finds the newest commit of the source branch that touches the binding's paths. */
public final class PathCommitFinder implements FactFinder<PathCommit> {
  private final CredentialedRemotes remotes;
  private final PathHistories histories;

  public PathCommitFinder(CredentialedRemotes remotes, PathHistories histories) {
    this.remotes = remotes;
    this.histories = histories;
  }

  @Override
  public Question<PathCommit> question() {
    return Questions.PATH_COMMIT;
  }

  @Override
  public Fact<PathCommit> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    PathFilter paths = Objects.requireNonNull(binding.policy().paths(), "asked without paths");
    return Fact.of(
        remotes.use(
            binding.id(),
            binding.sourceLocation().orElseThrow(),
            remote ->
                histories.newest(
                    remote,
                    observation.require(Questions.SOURCE_TIP),
                    paths,
                    deadline.remaining())),
        found -> new Fact.Known<>(commit(found), Instant.MIN));
  }

  private static PathCommit commit(TouchingCommit found) {
    return switch (found) {
      case TouchingCommit.Found(var commit, var madeFor) -> new PathCommit.Found(commit, madeFor);
      case TouchingCommit.None() -> new PathCommit.None();
      case TouchingCommit.BeyondReach(var known) -> new PathCommit.BeyondReach(known);
    };
  }
}
