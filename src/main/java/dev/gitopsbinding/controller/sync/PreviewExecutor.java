package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.edit.DiffLimits;
import dev.gitopsbinding.edit.UnifiedDiff;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.EditResult;
import dev.gitopsbinding.model.ImageVersion;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Plan;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the change that a push would write, by the editor that the push would use, and writes
 * nothing. The file is read where the plan has read it, as a rule without asking the host.
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
   * @return previewed, or stopped as the push would be; empty if the file is not as it was planned
   *     for any more, so that it has to be read again
   */
  Optional<Outcome> preview(Observation observation, Plan.Push push, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    Result<Optional<Outcome>> made =
        remotes.use(
            binding.id(),
            binding.manifest(),
            remote ->
                workers
                    .read(
                        binding.id(),
                        binding.path(),
                        new LaneFile(
                            lanes, remote, binding.path(), observation.notBefore(), deadline),
                        _ -> false,
                        file -> change(binding, file.content(), push),
                        deadline.remaining())
                    .then(Function.identity()));
    return switch (made) {
      case Result.Ok<Optional<Outcome>>(var outcome) -> outcome;
      case Result.Failed<Optional<Outcome>>(var failure) ->
          Optional.of(Outcome.Stopped.because(failure));
    };
  }

  private Result<Optional<Outcome>> change(Binding binding, Content before, Plan.Push push) {
    EditResult edited =
        edits
            .of(binding)
            .getFirst()
            .editor()
            .write(before, push.expected(), ImageVersion.of(push.tag()));
    return switch (edited) {
      case EditResult.Edited(var after, var replaced) ->
          Result.ok(
              Optional.of(
                  new Outcome.Previewed(
                      push.tag(),
                      replaced,
                      UnifiedDiff.of(binding.path(), before, after, limits))));
      case EditResult.AlreadyApplied(), EditResult.Superseded _ -> Result.ok(Optional.empty());
      case EditResult.Refused(var failure) -> Result.failed(failure);
    };
  }
}
