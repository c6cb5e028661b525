package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.LocalCopyFailure;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Answers the questions that wait together, with one look at the host for all that need one. */
public final class ReadBatch {
  private final BranchCopy cache;
  private Optional<Failure> failed = Optional.empty();
  private final Duration patience;

  public ReadBatch(BranchCopy cache, LaneSettings settings, List<QueuedRead<?>> reads) {
    this.cache = cache;
    // The most patient one rules: the others end their waiting by themselves.
    this.patience =
        reads.stream()
            .map(read -> read.deadline().remaining())
            .max(Comparator.naturalOrder())
            .filter(longest -> longest.compareTo(settings.batchDeadline()) < 0)
            .orElse(settings.batchDeadline());
  }

  public void answer(QueuedRead<?> read) {
    try {
      answerOnce(read);
    } catch (HeavyCopy.NoTurnException e) {
      // The local copy is sound.
      read.fail(e.failure());
    } catch (IOException e) {
      try {
        cache.discard();
        answerOnce(read);
      } catch (IOException again) {
        again.addSuppressed(e);
        read.fail(LocalCopyFailure.failure(read.remote().branch(), again));
      }
    }
  }

  private void answerOnce(QueuedRead<?> read) throws IOException {
    switch (tip(read)) {
      case Result.Ok<BranchCopy.LocalTip>(BranchCopy.LocalTip tip)
          when cache.history().canDeepen() && read.wantsHistory(cache.repository(), tip) ->
          answerFromHistory(read);
      case Result.Ok<BranchCopy.LocalTip>(BranchCopy.LocalTip tip) ->
          read.answer(cache.repository(), tip);
      case Result.Failed<BranchCopy.LocalTip>(Failure failure) -> read.fail(failure);
    }
  }

  /** All reads that want older commits share one fetch of them. */
  private void answerFromHistory(QueuedRead<?> read) throws IOException {
    switch (cache.deepen(read.remote(), TimeLimit.in(patience))) {
      case Result.Ok<BranchCopy.LocalTip>(BranchCopy.LocalTip tip) ->
          read.answer(cache.repository(), tip);
      case Result.Failed<BranchCopy.LocalTip>(Failure failure) -> {
        failed = Optional.of(failure);
        read.fail(failure);
      }
    }
  }

  private Result<BranchCopy.LocalTip> tip(QueuedRead<?> read) throws IOException {
    Optional<BranchCopy.LocalTip> known = cache.known(read.notBefore());
    if (known.isPresent()) {
      return Result.ok(known.get());
    }
    if (failed.isPresent()) {
      return Result.failed(failed.get());
    }
    Result<BranchCopy.LocalTip> tip = cache.refresh(read.remote(), TimeLimit.in(patience));
    if (tip instanceof Result.Failed<BranchCopy.LocalTip>(Failure failure)) {
      failed = Optional.of(failure);
    }
    return tip;
  }
}
