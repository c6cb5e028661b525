package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.LocalCopyFailure;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.trace.CurrentSpan;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers the reads that wait together, so that one request to the host serves all of them. */
public final class ReadBatch {
  private final BranchCopy copy;
  private @Nullable Failure failed;

  /** By the base: another base of the same head may be there. */
  private final Map<String, Failure> headFailed = new HashMap<>();

  private final Duration timeout;

  public ReadBatch(BranchCopy copy, LaneSettings settings, List<QueuedRead<?>> reads) {
    this.copy = copy;
    // The longest time left counts: callers with less time end their wait themselves.
    this.timeout =
        reads.stream()
            .map(read -> read.deadline().remaining())
            .max(Comparator.naturalOrder())
            .filter(longest -> longest.compareTo(settings.batchDeadline()) < 0)
            .orElse(settings.batchDeadline());
  }

  /** Completes one of the reads. The span of the read that needs a fetch holds the fetch. */
  public void answer(QueuedRead<?> read) {
    CurrentSpan.carry(read.span(), () -> answerRepairing(read));
  }

  private void answerRepairing(QueuedRead<?> read) {
    try {
      answerOnce(read);
    } catch (HeavyCopy.NoTurnException e) {
      // The local copy is intact.
      read.fail(e.failure());
    } catch (IOException e) {
      try {
        copy.discard();
        answerOnce(read);
      } catch (IOException again) {
        again.addSuppressed(e);
        read.fail(LocalCopyFailure.failure(read.remote().branch(), again));
      }
    }
  }

  private <T> void answerOnce(QueuedRead<T> read) throws IOException {
    switch (read.question()) {
      case TipRead<T> question -> answerAtTip(read, question);
      case HeadRead<T> question -> answerAtHead(read, question);
      case BranchTask<T> task -> read.answer(task.run(copy, read.remote(), TimeLimit.in(timeout)));
    }
  }

  private <T> void answerAtTip(QueuedRead<T> read, TipRead<T> question) throws IOException {
    switch (tip(read)) {
      case Result.Ok<BranchCopy.LocalTip>(BranchCopy.LocalTip tip)
          when copy.history().canDeepen() && question.needsHistory(copy.repository(), tip) ->
          answerFromHistory(read, question);
      case Result.Ok<BranchCopy.LocalTip>(BranchCopy.LocalTip tip) ->
          read.answer(question.read(copy.repository(), tip));
      case Result.Failed<BranchCopy.LocalTip>(Failure failure) -> read.fail(failure);
    }
  }

  private <T> void answerAtHead(QueuedRead<T> read, HeadRead<T> question) throws IOException {
    switch (tips(read, question)) {
      case Result.Ok<HeadTips>(HeadTips tips) ->
          read.answer(question.read(copy.heads(), read.remote(), tips, TimeLimit.in(timeout)));
      case Result.Failed<HeadTips>(Failure failure) -> read.fail(failure);
    }
  }

  /** Fetches older commits, once for all reads that need them. */
  private <T> void answerFromHistory(QueuedRead<T> read, TipRead<T> question) throws IOException {
    switch (copy.deepen(read.remote(), TimeLimit.in(timeout))) {
      case Result.Ok<BranchCopy.LocalTip>(BranchCopy.LocalTip tip) ->
          read.answer(question.read(copy.repository(), tip));
      case Result.Failed<BranchCopy.LocalTip>(Failure failure) -> {
        failed = failure;
        read.fail(failure);
      }
    }
  }

  private Result<HeadTips> tips(QueuedRead<?> read, HeadRead<?> question) throws IOException {
    HeadTips known = copy.heads().known(question.base(), read.notBefore()).orElse(null);
    if (known != null) {
      return Result.ok(known);
    }
    String base = question.base().branch();
    Failure before = headFailed.get(base);
    if (before != null) {
      return Result.failed(before);
    }
    Result<HeadTips> tips =
        copy.heads().refresh(read.remote(), question.base(), TimeLimit.in(timeout));
    if (tips instanceof Result.Failed<HeadTips>(Failure failure)) {
      headFailed.put(base, failure);
    }
    return tips;
  }

  private Result<BranchCopy.LocalTip> tip(QueuedRead<?> read) throws IOException {
    BranchCopy.LocalTip known = copy.known(read.notBefore()).orElse(null);
    if (known != null) {
      return Result.ok(known);
    }
    if (failed != null) {
      return Result.failed(failed);
    }
    Result<BranchCopy.LocalTip> tip = copy.refresh(read.remote(), TimeLimit.in(timeout));
    if (tip instanceof Result.Failed<BranchCopy.LocalTip>(Failure failure)) {
      failed = failure;
    }
    return tip;
  }
}
