package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.trace.CurrentSpan;
import dev.gitopsbinding.trace.Span;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A question that waits in the queue of a lane. */
public final class QueuedRead<T> {
  private final Remote remote;
  private final Instant notBefore;
  private final TimeLimit deadline;
  private final BranchQuestion<T> question;
  private final Span span = CurrentSpan.get();
  private final CompletableFuture<Result<T>> result = new CompletableFuture<>();

  /**
   * @param notBefore a tip that was read earlier is not used
   */
  public QueuedRead(
      Remote remote, Instant notBefore, TimeLimit deadline, BranchQuestion<T> question) {
    this.remote = remote;
    this.notBefore = notBefore;
    this.deadline = deadline;
    this.question = question;
  }

  public Remote remote() {
    return remote;
  }

  /** The span that the read was requested in. */
  Span span() {
    return span;
  }

  Instant notBefore() {
    return notBefore;
  }

  TimeLimit deadline() {
    return deadline;
  }

  /** Completed with the result; never exceptionally. */
  public CompletableFuture<Result<T>> result() {
    return result;
  }

  BranchQuestion<T> question() {
    return question;
  }

  void answer(Result<T> answer) {
    result.complete(answer);
  }

  /** Completes the read with a failure, if it has no result yet. */
  public void fail(Failure failure) {
    result.complete(Result.failed(failure));
  }
}
