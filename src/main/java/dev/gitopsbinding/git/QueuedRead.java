package dev.gitopsbinding.git;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jgit.internal.storage.file.FileRepository;

/** A question about a branch's tip that waits in a lane. */
final class QueuedRead<T> {
  /** Answers from the local copy. */
  @FunctionalInterface
  interface Question<T> {
    Result<T> ask(FileRepository repository, LaneCache.Tip tip) throws IOException;

    /** Whether it wants older commits than those at hand, which cost a request. */
    default boolean wantsHistory(FileRepository repository, LaneCache.Tip tip) throws IOException {
      return false;
    }
  }

  private final Remote remote;
  private final Instant notBefore;
  private final TimeLimit deadline;
  private final Question<T> question;
  private final CompletableFuture<Result<T>> result = new CompletableFuture<>();

  QueuedRead(Remote remote, Instant notBefore, TimeLimit deadline, Question<T> question) {
    this.remote = remote;
    this.notBefore = notBefore;
    this.deadline = deadline;
    this.question = question;
  }

  Remote remote() {
    return remote;
  }

  Instant notBefore() {
    return notBefore;
  }

  TimeLimit deadline() {
    return deadline;
  }

  CompletableFuture<Result<T>> result() {
    return result;
  }

  void answer(FileRepository repository, LaneCache.Tip tip) throws IOException {
    result.complete(question.ask(repository, tip));
  }

  boolean wantsHistory(FileRepository repository, LaneCache.Tip tip) throws IOException {
    return question.wantsHistory(repository, tip);
  }

  void fail(Failure failure) {
    result.complete(Result.failed(failure));
  }
}
