package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.manifest.FieldLocator;
import dev.gitopsbinding.controller.sync.manifest.LaneFile;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.PlannedEdit;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.edit.DiffJoiner;
import dev.gitopsbinding.edit.DiffLimits;
import dev.gitopsbinding.edit.UnifiedDiff;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.store.read.FileAtTip;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the change that a push would write, by the editors that the push would use, and writes
 * nothing. The files are read where the plan has read them, as a rule without asking the host.
 */
public final class PreviewExecutor {
  private final CredentialedRemotes remotes;
  private final Lanes lanes;
  private final ManifestEdits edits;
  private final YamlWorkers workers;
  private final DiffLimits limits;

  /**
   * @param limits how much of the change is shown
   */
  public PreviewExecutor(
      CredentialedRemotes remotes,
      Lanes lanes,
      ManifestEdits edits,
      YamlWorkers workers,
      DiffLimits limits) {
    this.remotes = remotes;
    this.lanes = lanes;
    this.edits = edits;
    this.workers = workers;
    this.limits = limits;
  }

  /**
   * Makes the change.
   *
   * @return previewed, or stopped as the push would be; empty if a file is not as it was planned
   *     for any more, so that it has to be read again
   */
  Optional<Outcome> preview(Observation observation, Plan.Push push, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    Collection<List<PlannedEdit>> files = byFile(PlannedEdit.of(observation, push, edits));
    Result<Optional<Outcome>> made =
        remotes.use(
            binding.id(),
            binding.manifest(),
            remote -> changes(observation, remote, files, push.tag(), deadline));
    return switch (made) {
      case Result.Ok<Optional<Outcome>>(var outcome) -> outcome;
      case Result.Failed<Optional<Outcome>>(var failure) ->
          Optional.of(Outcome.Stopped.because(failure));
    };
  }

  /**
   * The change of one file.
   *
   * @param diff empty if the file is as wanted already
   */
  private record FileChange(CommitSha tip, List<String> replaced, String diff) {}

  private static Collection<List<PlannedEdit>> byFile(List<PlannedEdit> planned) {
    Map<RepositoryPath, List<PlannedEdit>> files = new LinkedHashMap<>();
    planned.forEach(edit -> files.computeIfAbsent(edit.path(), _ -> new ArrayList<>()).add(edit));
    return files.values();
  }

  /** The changes of all files, made at one tip, one file after the other in memory. */
  private Result<Optional<Outcome>> changes(
      Observation observation,
      Remote remote,
      Collection<List<PlannedEdit>> files,
      String tag,
      TimeLimit deadline) {
    DiffJoiner diff = new DiffJoiner(limits);
    List<String> replaced = new ArrayList<>();
    CommitSha tip = null;
    for (List<PlannedEdit> file : files) {
      switch (change(observation, remote, file, diff.rest(), deadline)) {
        case Result.Failed<Optional<FileChange>>(var failure) -> {
          return Result.failed(FieldLocator.atPlace(file.getFirst().place(), failure));
        }
        case Result.Ok<Optional<FileChange>>(var made) -> {
          if (made.isEmpty() || (tip != null && !tip.equals(made.get().tip()))) {
            return Result.ok(Optional.empty());
          }
          tip = made.get().tip();
          replaced.addAll(made.get().replaced());
          diff.add(made.get().diff());
        }
      }
    }
    return Result.ok(
        replaced.isEmpty()
            ? Optional.empty()
            : Optional.of(new Outcome.Previewed(tag, replaced, diff.toString())));
  }

  /**
   * @return empty if the file holds other images than planned
   */
  private Result<Optional<FileChange>> change(
      Observation observation,
      Remote remote,
      List<PlannedEdit> file,
      DiffLimits rest,
      TimeLimit deadline) {
    RepositoryPath path = file.getFirst().path();
    return workers
        .read(
            observation.binding().id(),
            path,
            new LaneFile(lanes, remote, path, observation.notBefore(), deadline),
            _ -> false,
            read -> change(read, file, rest),
            deadline.remaining())
        .then(Function.identity());
  }

  private static Result<Optional<FileChange>> change(
      FileAtTip read, List<PlannedEdit> file, DiffLimits rest) {
    Content content = read.content();
    List<String> replaced = new ArrayList<>();
    for (PlannedEdit edit : file) {
      switch (edit.apply(content)) {
        case EditResult.Edited(var after, var old) -> {
          content = after;
          replaced.addAll(old);
        }
        case EditResult.AlreadyApplied() -> {}
        case EditResult.Superseded _ -> {
          return Result.ok(Optional.empty());
        }
        case EditResult.Refused(var failure) -> {
          return Result.failed(failure);
        }
      }
    }
    String diff =
        replaced.isEmpty()
            ? ""
            : UnifiedDiff.of(file.getFirst().path(), read.content(), content, rest);
    return Result.ok(Optional.of(new FileChange(read.tip(), replaced, diff)));
  }
}
