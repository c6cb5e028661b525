package dev.gitopsbinding.controller.sync.history;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.TagFormat;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.git.source.history.Descent;
import dev.gitopsbinding.git.source.history.HistoryContent;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.Ancestry;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.rollback.RollbackMemory;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out whether the commit to deploy descends from the commits of some tags. */
public final class AncestryFinder implements FactFinder<Ancestry> {
  private final CredentialedRemotes remotes;
  private final SourceHistories histories;
  private final Question<Ancestry> question;
  private final Function<Observation, List<Older>> olders;

  /**
   * A commit that the one to deploy may descend from.
   *
   * @param commit null if it is not known; then it is found by the tag
   */
  private record Older(String tag, @Nullable CommitSha commit) {
    static Older of(String tag, TagFormat format) {
      return new Older(tag, format.digitsIn(tag).flatMap(CommitSha::parse).orElse(null));
    }

    boolean is(CommitSha candidate, TagFormat format) {
      return commit == null ? tag.equals(format.tagOf(candidate)) : commit.equals(candidate);
    }

    String name() {
      return commit == null ? tag : commit.hex();
    }
  }

  /** Whether it descends from the deployed one. */
  public AncestryFinder(CredentialedRemotes remotes, SourceHistories histories) {
    this(remotes, histories, Questions.ANCESTRY, AncestryFinder::deployed);
  }

  private AncestryFinder(
      CredentialedRemotes remotes,
      SourceHistories histories,
      Question<Ancestry> question,
      Function<Observation, List<Older>> olders) {
    this.remotes = remotes;
    this.histories = histories;
    this.question = question;
    this.olders = olders;
  }

  /**
   * Whether it descends from the one that was rolled back, whose tag may have another form than the
   * spec says by now.
   */
  public static AncestryFinder ofRolledBack(
      CredentialedRemotes remotes, SourceHistories histories) {
    return new AncestryFinder(
        remotes,
        histories,
        Questions.DESCENT_FROM_FAILED,
        observation ->
            RollbackMemory.newest(observation).stream()
                .map(newest -> rolledBack(observation, newest))
                .toList());
  }

  @Override
  public Question<Ancestry> question() {
    return question;
  }

  private static Older rolledBack(Observation observation, RollbackMemory.Newest newest) {
    return newest.failedCommit() == null
        ? Older.of(newest.failed(), observation.binding().image().tagFormat())
        : new Older(newest.failed(), newest.failedCommit());
  }

  private static List<Older> deployed(Observation observation) {
    TagFormat format = observation.binding().image().tagFormat();
    return observation.require(Questions.MANIFEST).images().stream()
        .flatMap(image -> ManifestSeen.tagOf(image).stream())
        .filter(tag -> format.digitsIn(tag).isPresent())
        .distinct()
        .map(tag -> Older.of(tag, format))
        .toList();
  }

  /** If there are several tags, the first that is no ancestor decides. */
  @Override
  public Fact<Ancestry> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    for (Older older : olders.apply(observation)) {
      Fact<Ancestry> fact =
          Fact.of(
              descent(observation, older, deadline),
              found -> new Fact.Known<>(ancestry(found, older), Instant.MIN));
      if (!(fact.known().orElse(null) instanceof Ancestry.Descends)) {
        return fact;
      }
    }
    return new Fact.Known<>(new Ancestry.Descends(), Instant.MIN);
  }

  private Result<Descent> descent(Observation observation, Older older, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    TagFormat format = binding.image().tagFormat();
    return remotes.use(
        binding.id(),
        binding.sourceLocation().orElseThrow(),
        remote ->
            histories.descent(
                remote,
                HistoryContent.withTrees(binding.policy().paths() != null),
                observation.require(Questions.SOURCE_TIP),
                observation.selected().orElseThrow(),
                commit -> older.is(commit, format),
                older.commit(),
                deadline.remaining()));
  }

  private static Ancestry ancestry(Descent descent, Older named) {
    return switch (descent) {
      case Descent.Descends _ -> new Ancestry.Descends();
      case Descent.BeyondReach(int known) -> new Ancestry.BeyondReach(named.name(), known);
      case Descent.Unrelated(var older, var base) ->
          new Ancestry.Rewound(older == null ? named.name() : older.hex(), base);
    };
  }
}
