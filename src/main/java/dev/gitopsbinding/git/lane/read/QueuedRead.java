package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.trace.CurrentSpan;
import dev.gitopsbinding.trace.Span;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.internal.storage.file.FileRepository;

/** A read that waits in the queue of a lane. */
public final class QueuedRead<T> {
  private final Remote remote;
  private final Instant notBefore;
  private final TimeLimit deadline;
  private final TipRead<T> read;
  private final Span span = CurrentSpan.get();
  private final CompletableFuture<Result<T>> result = new CompletableFuture<>();

  /**
   * @param notBefore a tip that was read earlier is not used
   */
  public QueuedRead(Remote remote, Instant notBefore, TimeLimit deadline, TipRead<T> read) {
    this.remote = remote;
    this.notBefore = notBefore;
    this.deadline = deadline;
    this.read = read;
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

  void answer(FileRepository repository, BranchCopy.LocalTip tip) throws IOException {
    result.complete(read.read(repository, tip));
  }

  boolean needsHistory(FileRepository repository, BranchCopy.LocalTip tip) throws IOException {
    return read.needsHistory(repository, tip);
  }

  /** Completes the read with a failure, if it has no result yet. */
  public void fail(Failure failure) {
    result.complete(Result.failed(failure));
  }
}
