package dev.gitopsbinding.controller.sync.fact;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestChange;
import dev.gitopsbinding.plan.fact.ManifestSeen.PlaceSeen;
import java.time.Instant;

/** Finds the last commit that changed the manifest file, or that of several that was changed. */
public final class ManifestChangeFinder implements FactFinder<ManifestChange> {
  private final CredentialedRemotes remotes;
  private final Lanes lanes;

  public ManifestChangeFinder(CredentialedRemotes remotes, Lanes lanes) {
    this.remotes = remotes;
    this.lanes = lanes;
  }

  @Override
  public Question<ManifestChange> question() {
    return Questions.MANIFEST_CHANGE;
  }

  @Override
  public Fact<ManifestChange> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    var result =
        remotes.use(
            binding.id(),
            binding.manifest(),
            remote -> lanes.lastChange(remote, changed(observation), deadline.remaining()));
    return Fact.of(
        result,
        change ->
            new Fact.Known<>(
                new ManifestChange(change.commit(), change.author(), change.exact()), Instant.MIN));
  }

  /** Of several files, the first that does not hold the desired tag. */
  private static RepositoryPath changed(Observation observation) {
    return observation
        .desiredTag()
        .flatMap(tag -> observation.require(Questions.MANIFEST).without(tag).stream().findFirst())
        .map(PlaceSeen::place)
        .orElse(observation.binding().places().first())
        .path();
  }
}
