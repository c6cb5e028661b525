package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.internal.storage.file.FileRepository;

/** A question about a branch's tip that waits in a lane. */
public final class QueuedRead<T> {
  /** Answers from the local copy. */
  @FunctionalInterface
  public interface Question<T> {
    Result<T> ask(FileRepository repository, BranchCopy.LocalTip tip) throws IOException;

    /** Whether it wants older commits than those at hand, which cost a request. */
    default boolean wantsHistory(FileRepository repository, BranchCopy.LocalTip tip)
        throws IOException {
      return false;
    }
  }

  private final Remote remote;
  private final Instant notBefore;
  private final TimeLimit deadline;
  private final Question<T> question;
  private final CompletableFuture<Result<T>> result = new CompletableFuture<>();

  public QueuedRead(Remote remote, Instant notBefore, TimeLimit deadline, Question<T> question) {
    this.remote = remote;
    this.notBefore = notBefore;
    this.deadline = deadline;
    this.question = question;
  }

  public Remote remote() {
    return remote;
  }

  Instant notBefore() {
    return notBefore;
  }

  TimeLimit deadline() {
    return deadline;
  }

  public CompletableFuture<Result<T>> result() {
    return result;
  }

  void answer(FileRepository repository, BranchCopy.LocalTip tip) throws IOException {
    result.complete(question.ask(repository, tip));
  }

  boolean wantsHistory(FileRepository repository, BranchCopy.LocalTip tip) throws IOException {
    return question.wantsHistory(repository, tip);
  }

  public void fail(Failure failure) {
    result.complete(Result.failed(failure));
  }
}
