package dev.gitopsbinding.controller.sync.history;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.TagFormat;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.git.source.history.CommitRange;
import dev.gitopsbinding.git.source.history.HistoryContent;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the source commits that a push brings. They are only shown to people, so a push waits for
 * them no longer than a moment, and goes on without them.
 */
public final class ContentsFinder implements FactFinder<PushContents> {
  private static final Logger log = LoggerFactory.getLogger(ContentsFinder.class);

  /** Ten round trips to a slow host; half of what the sync has left, if that is less. */
  static final Duration MAX_TIME = Duration.ofSeconds(5);

  private final CredentialedRemotes remotes;
  private final SourceHistories histories;

  public ContentsFinder(CredentialedRemotes remotes, SourceHistories histories) {
    this.remotes = remotes;
    this.histories = histories;
  }

  @Override
  public Question<PushContents> question() {
    return Questions.CONTENTS;
  }

  @Override
  public Fact<PushContents> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    List<String> replaced = observation.require(Questions.MANIFEST).images();
    Duration half = deadline.remaining().dividedBy(2);
    TimeLimit limit = TimeLimit.in(half.compareTo(MAX_TIME) < 0 ? half : MAX_TIME);
    Result<CommitRange> range =
        remotes.use(
            binding.id(),
            binding.sourceLocation().orElseThrow(),
            remote ->
                histories.range(
                    remote,
                    HistoryContent.withTrees(binding.policy().paths() != null),
                    observation.require(Questions.SOURCE_TIP),
                    observation.selected().orElseThrow(),
                    older(observation, replaced),
                    binding.asksHistory(),
                    limit.remaining()));
    Fact<PushContents> fact = Fact.of(range, found -> contents(replaced, found));
    if (fact instanceof Fact.Unavailable<PushContents>(Failure failure)) {
      log.info("The push goes on without its list of source commits: {}", failure.message());
    }
    return fact;
  }

  private static Fact<PushContents> contents(List<String> replaced, CommitRange range) {
    return range.newest().isEmpty()
        ? new Fact.Unavailable<>(
            new Failure.Remote(
                Reason.REMOTE_ERROR, "The new commit is older than the history that was read."))
        : new Fact.Known<>(
            new PushContents(replaced, range.newest(), range.count(), range.more()), Instant.MIN);
  }

  /**
   * Accepts the commits of the replaced tags; null if none of these is made of a commit. A file
   * with several images may hold the new tag already.
   */
  private static @Nullable Predicate<CommitSha> older(
      Observation observation, List<String> replaced) {
    TagFormat format = observation.binding().image().tagFormat();
    Set<String> tags =
        replaced.stream()
            .flatMap(image -> ManifestSeen.tagOf(image).stream())
            .filter(tag -> format.digitsIn(tag).isPresent())
            .filter(tag -> !observation.desiredTag().orElseThrow().equals(tag))
            .collect(Collectors.toSet());
    return tags.isEmpty() ? null : commit -> tags.contains(format.tagOf(commit));
  }
}
