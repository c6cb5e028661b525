package dev.gitopsbinding.controller.sync.history;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.TagFormat;
import dev.gitopsbinding.controller.sync.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.FactFinder;
import dev.gitopsbinding.controller.sync.WaitSchedule;
import dev.gitopsbinding.git.source.history.FirstParentLine;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.ManifestSeen;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.SelectedCommit;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the newest commit whose image exists and whose checks have passed, on the first-parent line
 * between the source tip and what is deployed or has landed before. If that is not on the line,
 * only the tip counts: then it is not known which commits are newer.
 */
public final class SelectedCommitFinder implements FactFinder<SelectedCommit> {
  /** How many images one sync looks for; the next one goes on where it ended. */
  static final int MAX_LOOKS = 20;

  private final CredentialedRemotes remotes;
  private final SourceHistories histories;
  private final FactFinder<Boolean> images;
  private final FactFinder<CheckState> checks;
  private final WaitSchedule waits;
  private final LookMemory looked = new LookMemory();

  /**
   * @param images finds the image of the commit that is selected in an observation
   * @param checks finds the state of its checks
   * @param waits decides when a missing image is looked for again
   */
  public SelectedCommitFinder(
      CredentialedRemotes remotes,
      SourceHistories histories,
      FactFinder<Boolean> images,
      FactFinder<CheckState> checks,
      WaitSchedule waits) {
    this.remotes = remotes;
    this.histories = histories;
    this.images = images;
    this.checks = checks;
    this.waits = waits;
  }

  @Override
  public Question<SelectedCommit> question() {
    return Questions.SELECTED_COMMIT;
  }

  @Override
  public Fact<SelectedCommit> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    CommitSha tip = observation.require(Questions.SOURCE_TIP);
    ManifestSeen manifest = observation.require(Questions.MANIFEST);
    TagFormat format = binding.image().tagFormat();
    Set<String> floor = floor(observation, manifest, format);
    if (floor.isEmpty() || floor.contains(format.tagOf(tip))) {
      return known(SelectedCommit.newest(tip));
    }
    Result<FirstParentLine> line =
        remotes.use(
            binding.id(),
            binding.source(),
            remote ->
                histories.line(
                    remote,
                    tip,
                    commit -> floor.contains(format.tagOf(commit)),
                    deadline.remaining()));
    return switch (line) {
      case Result.Failed<FirstParentLine>(Failure failure) -> new Fact.Unavailable<>(failure);
      case Result.Ok<FirstParentLine>(FirstParentLine.Unrelated()) ->
          known(SelectedCommit.newest(tip));
      case Result.Ok<FirstParentLine>(FirstParentLine.BeyondReach _) ->
          known(SelectedCommit.newest(tip));
      case Result.Ok<FirstParentLine>(FirstParentLine.Found(var newer, var end)) ->
          isDue(observation, tip)
              ? newest(observation, newer, end, deadline)
              : known(new SelectedCommit(end, newer.size(), false));
    };
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    looked.end(binding);
  }

  /**
   * The tags of commits that nothing older may replace: what the file holds, and what has landed in
   * it before, also if a person took it back.
   */
  private static Set<String> floor(
      Observation observation, ManifestSeen manifest, TagFormat format) {
    return Stream.concat(
            manifest.images().stream().flatMap(image -> ManifestSeen.tagOf(image).stream()),
            observation.landedTags().stream())
        .filter(tag -> format.digitsIn(tag).isPresent())
        .collect(Collectors.toSet());
  }

  /** The schedule counts for all newer commits together, until there is another tip. */
  private boolean isDue(Observation observation, CommitSha tip) {
    Binding.Image image = observation.binding().image();
    return waits.lookIsDue(
        observation, Reason.IMAGE_NOT_FOUND, image.tagged(image.tagFormat().tagOf(tip)));
  }

  private Fact<SelectedCommit> newest(
      Observation observation, List<CommitSha> newer, CommitSha end, TimeLimit deadline)
      throws InterruptedException {
    BindingId id = observation.binding().id();
    int looks = 0;
    for (int i = 0; i < newer.size(); i++) {
      CommitSha commit = newer.get(i);
      if (looked.knows(id, commit)) {
        continue;
      }
      if (looks == MAX_LOOKS || (looks > 0 && deadline.expired())) {
        return known(new SelectedCommit(end, newer.size(), true));
      }
      looks++;
      SelectedCommit candidate = new SelectedCommit(commit, i, false);
      switch (mayBeDeployed(observation.with(question(), known(candidate)), deadline)) {
        case Fact.Unavailable<Boolean>(var failure) -> {
          return new Fact.Unavailable<>(failure);
        }
        case Fact.Known<Boolean>(Boolean yes, var _) when yes -> {
          looked.end(id);
          return known(candidate);
        }
        case Fact.Known<Boolean> _, Fact.NotAsked<Boolean> _ -> looked.note(id, commit);
      }
    }
    looked.end(id);
    return known(new SelectedCommit(end, newer.size(), false));
  }

  private Fact<Boolean> mayBeDeployed(Observation candidate, TimeLimit deadline)
      throws InterruptedException {
    Fact<Boolean> image = images.find(candidate, deadline);
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
