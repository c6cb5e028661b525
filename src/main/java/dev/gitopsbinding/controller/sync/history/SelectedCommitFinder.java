package dev.gitopsbinding.controller.sync.history;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.TagFormat;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.controller.sync.fact.WaitSchedule;
import dev.gitopsbinding.git.source.history.FirstParentLine;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.git.source.paths.PathHistories;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.paths.PathFilter;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the newest commit whose image exists and whose checks have passed, on the first-parent line
 * between the source tip and what is deployed or has landed before; with paths, among the commits
 * that touch them. If the file holds a commit that is not on the line, only the newest counts: then
 * it is not known which commits are newer.
 */
public final class SelectedCommitFinder implements FactFinder<SelectedCommit> {
  /** How many images one sync looks for where the binding asks for an older commit. */
  public static final int MAX_LOOKS = 20;

  private final CredentialedRemotes remotes;
  private final SourceHistories histories;
  private final PathHistories paths;
  private final FactFinder<ImageSeen> images;
  private final FactFinder<CheckState> checks;
  private final WaitSchedule waits;
  private final int maxLooks;
  private final LookMemory looked;

  /**
   * @param images finds the image of the commit that is selected in an observation
   * @param checks finds the state of its checks
   * @param waits decides when missing images are looked for again
   * @param maxLooks how many images one sync looks for; the next one goes on where it ended
   * @param steady a monotonic clock
   */
  public SelectedCommitFinder(
      CredentialedRemotes remotes,
      SourceHistories histories,
      PathHistories paths,
      FactFinder<ImageSeen> images,
      FactFinder<CheckState> checks,
      WaitSchedule waits,
      int maxLooks,
      Clock steady) {
    this.remotes = remotes;
    this.histories = histories;
    this.paths = paths;
    this.images = images;
    this.checks = checks;
    this.waits = waits;
    this.maxLooks = maxLooks;
    this.looked = new LookMemory(steady);
  }

  @Override
  public Question<SelectedCommit> question() {
    return Questions.SELECTED_COMMIT;
  }

  @Override
  public Fact<SelectedCommit> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    CommitSha newest = observation.newest().orElseThrow();
    ManifestSeen manifest = observation.require(Questions.MANIFEST);
    TagFormat format = binding.image().tagFormat();
    Set<String> held =
        commitTags(manifest.images().stream().flatMap(SelectedCommitFinder::tag), format);
    Set<String> floor = new HashSet<>(held);
    floor.addAll(commitTags(observation.landedTags().stream(), format));
    if (held.isEmpty() || floor.contains(format.tagOf(newest))) {
      looked.end(binding.id());
      return known(SelectedCommit.newest(newest));
    }
    return switch (line(observation, held, deadline)) {
      case Result.Failed<Optional<FirstParentLine.Found>>(Failure failure) ->
          new Fact.Unavailable<>(failure);
      case Result.Ok<Optional<FirstParentLine.Found>>(var line) when line.isEmpty() ->
          known(SelectedCommit.newest(newest));
      case Result.Ok<Optional<FirstParentLine.Found>>(var line) ->
          newest(observation, until(floor, line.orElseThrow(), format), deadline);
    };
  }

  /**
   * The line back to the oldest commit that the file holds; empty if the file holds one that is not
   * on the line. What has landed before does not count here: an older commit of the operator says
   * nothing about the tag that a person has written since.
   */
  private Result<Optional<FirstParentLine.Found>> line(
      Observation observation, Set<String> held, TimeLimit deadline) throws InterruptedException {
    Binding binding = observation.binding();
    TagFormat format = binding.image().tagFormat();
    FirstParentLine.Found longest = null;
    for (String tag : held) {
      Result<FirstParentLine> line =
          line(observation, commit -> tag.equals(format.tagOf(commit)), deadline);
      switch (line) {
        case Result.Failed<FirstParentLine>(Failure failure) -> {
          return Result.failed(failure);
        }
        case Result.Ok<FirstParentLine>(FirstParentLine.Found found) ->
            longest =
                longest == null || found.newer().size() > longest.newer().size() ? found : longest;
        case Result.Ok<FirstParentLine>(FirstParentLine.Unrelated _),
            Result.Ok<FirstParentLine>(FirstParentLine.BeyondReach _) -> {
          return Result.ok(Optional.empty());
        }
      }
    }
    return Result.ok(Optional.ofNullable(longest));
  }

  /** The commits that count, from the tip back to the first wanted commit. */
  private Result<FirstParentLine> line(
      Observation observation, Predicate<CommitSha> wanted, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    CommitSha tip = observation.require(Questions.SOURCE_TIP);
    PathFilter filter = binding.policy().paths();
    return remotes.use(
        binding.id(),
        binding.sourceLocation().orElseThrow(),
        remote ->
            filter == null
                ? histories.line(remote, tip, wanted, deadline.remaining())
                : paths.line(remote, tip, filter, wanted, deadline.remaining()));
  }

  /** The part of a line down to the newest commit that nothing older may replace. */
  private static FirstParentLine.Found until(
      Set<String> floor, FirstParentLine.Found line, TagFormat format) {
    List<CommitSha> newer = line.newer();
    return IntStream.range(0, newer.size())
        .filter(i -> floor.contains(format.tagOf(newer.get(i))))
        .mapToObj(i -> new FirstParentLine.Found(newer.subList(0, i), newer.get(i)))
        .findFirst()
        .orElse(line);
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    looked.end(binding);
  }

  private static Stream<String> tag(String image) {
    return ManifestSeen.tagOf(image).stream();
  }

  private static Set<String> commitTags(Stream<String> tags, TagFormat format) {
    return tags.filter(tag -> format.digitsIn(tag).isPresent()).collect(Collectors.toSet());
  }

  /** The schedule counts for all newer commits together, until there is another newest one. */
  private boolean isDue(Observation observation, CommitSha newest) {
    Binding.Image image = observation.binding().image();
    return waits.lookIsDue(
        observation, Reason.IMAGE_NOT_FOUND, image.tagged(image.tagFormat().tagOf(newest)));
  }

  private Fact<SelectedCommit> newest(
      Observation observation, FirstParentLine.Found line, TimeLimit deadline)
      throws InterruptedException {
    List<CommitSha> newer = line.newer();
    CommitSha end = line.end();
    if (newer.isEmpty()) {
      looked.end(observation.binding().id());
      return known(SelectedCommit.newest(end));
    }
    if (!isDue(observation, newer.getFirst())) {
      return known(new SelectedCommit(end, newer.size(), false));
    }
    List<CommitSha> reached = newer.stream().limit(LookMemory.MAX_COMMITS).toList();
    looked.keep(observation, reached);
    int looks = 0;
    for (int i = 0; i < reached.size(); i++) {
      CommitSha commit = reached.get(i);
      if (!looked.isDue(observation, commit, reached.getFirst())) {
        continue;
      }
      if (looks == maxLooks || (looks > 0 && deadline.expired())) {
        return known(new SelectedCommit(end, newer.size(), true));
      }
      looks++;
      SelectedCommit candidate = new SelectedCommit(commit, i, false);
      switch (mayBeDeployed(observation.with(question(), known(candidate)), deadline)) {
        case Fact.Unavailable<Boolean>(var failure) -> {
          return new Fact.Unavailable<>(failure);
        }
        case Fact.Known<Boolean>(Boolean yes, var _) when yes -> {
          return known(candidate);
        }
        case Fact.Known<Boolean> _, Fact.NotAsked<Boolean> _ -> looked.note(observation, commit);
      }
    }
    return known(new SelectedCommit(end, newer.size(), false));
  }

  private Fact<Boolean> mayBeDeployed(Observation candidate, TimeLimit deadline)
      throws InterruptedException {
    Fact<Boolean> image =
        switch (images.find(candidate, deadline)) {
          case Fact.Unavailable<ImageSeen>(var failure) -> new Fact.Unavailable<>(failure);
          case Fact.NotAsked<ImageSeen>() -> Fact.notAsked();
          case Fact.Known<ImageSeen>(var seen, var at) -> new Fact.Known<>(seen.found(), at);
        };
    if (candidate.binding().checks() == null || !image.known().orElse(false)) {
      return image;
    }
    return switch (checks.find(candidate, deadline)) {
      case Fact.Unavailable<CheckState>(var failure) -> new Fact.Unavailable<>(failure);
      case Fact.NotAsked<CheckState>() -> Fact.notAsked();
      case Fact.Known<CheckState>(var state, var at) ->
          new Fact.Known<>(state instanceof CheckState.Passed, at);
    };
  }

  private static Fact<SelectedCommit> known(SelectedCommit selected) {
    return new Fact.Known<>(selected, Instant.MIN);
  }
}
