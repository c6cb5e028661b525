package dev.gitopsbinding.git;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Answers the questions that wait together, with one look at the host for all that need one. */
final class ReadRound {
  private final LaneCache cache;
  private Optional<Failure> failed = Optional.empty();
  private final Duration patience;

  ReadRound(LaneCache cache, LaneSettings settings, List<QueuedRead<?>> reads) {
    this.cache = cache;
    // The most patient one rules: the others end their waiting by themselves.
    this.patience =
        reads.stream()
            .map(read -> read.deadline().remaining())
            .max(Comparator.naturalOrder())
            .filter(longest -> longest.compareTo(settings.batchDeadline()) < 0)
            .orElse(settings.batchDeadline());
  }

  void answer(QueuedRead<?> read) {
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
        read.fail(LocalFault.failure(read.remote().branch(), again));
      }
    }
  }

  private void answerOnce(QueuedRead<?> read) throws IOException {
    switch (tip(read)) {
      case Result.Ok<LaneCache.Tip>(LaneCache.Tip tip)
          when cache.history().canDeepen() && read.wantsHistory(cache.repository(), tip) ->
          answerFromHistory(read);
      case Result.Ok<LaneCache.Tip>(LaneCache.Tip tip) -> read.answer(cache.repository(), tip);
      case Result.Failed<LaneCache.Tip>(Failure failure) -> read.fail(failure);
    }
  }

  /** All reads that want older commits share one fetch of them. */
  private void answerFromHistory(QueuedRead<?> read) throws IOException {
    switch (cache.deepen(read.remote(), TimeLimit.in(patience))) {
      case Result.Ok<LaneCache.Tip>(LaneCache.Tip tip) -> read.answer(cache.repository(), tip);
      case Result.Failed<LaneCache.Tip>(Failure failure) -> {
        failed = Optional.of(failure);
        read.fail(failure);
      }
    }
  }

  private Result<LaneCache.Tip> tip(QueuedRead<?> read) throws IOException {
    Optional<LaneCache.Tip> known = cache.known(read.notBefore());
    if (known.isPresent()) {
      return Result.ok(known.get());
    }
    if (failed.isPresent()) {
      return Result.failed(failed.get());
    }
    Result<LaneCache.Tip> tip = cache.refresh(read.remote(), TimeLimit.in(patience));
    if (tip instanceof Result.Failed<LaneCache.Tip>(Failure failure)) {
      failed = Optional.of(failure);
    }
    return tip;
  }
}
