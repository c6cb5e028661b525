package dev.gitopsbinding.notify.commitstatus;

import dev.gitopsbinding.binding.report.StatusReport;
import dev.gitopsbinding.forge.ForgePurpose;
import dev.gitopsbinding.forge.client.ForgeRepository;
import dev.gitopsbinding.forge.login.ForgeLogins;
import dev.gitopsbinding.forge.status.CommitStatuses;
import dev.gitopsbinding.forge.status.StatusAnswer;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/** Makes single attempts to write a status. Thread-safe; callers block. */
final class StatusSender {
  /** How long one attempt may take, with the read of the Secret and a token for an app. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Supplier<CommitStatuses> forges;
  private final ForgeLogins logins;
  private final Clock steady;

  /**
   * @param forges asked for at the first use only
   * @param steady a monotonic clock, by which hosts limit requests
   */
  StatusSender(Supplier<CommitStatuses> forges, ForgeLogins logins, Clock steady) {
    this.forges = forges;
    this.logins = logins;
    this.steady = steady;
  }

  /**
   * Makes an attempt.
   *
   * @throws InterruptedException if the operator ends
   */
  StatusAttempt attempt(QueuedStatus queued) throws InterruptedException {
    StatusReport report = queued.report();
    Result<ForgeRepository> place =
        forges.get().locate(report.provider(), report.api(), queued.repository());
    return attempt(
        switch (place) {
          case Result.Failed<ForgeRepository>(var failure) -> Result.failed(failure);
          case Result.Ok<ForgeRepository>(var repository) -> send(queued, repository);
        });
  }

  private Result<StatusAnswer> send(QueuedStatus queued, ForgeRepository repository)
      throws InterruptedException {
    TimeLimit deadline = TimeLimit.in(LIMIT);
    return logins.use(
        new ForgeLogins.Request(
            queued.namespace(),
            queued.report().secret(),
            repository.url(),
            ForgePurpose.REPORT.field()),
        deadline,
        access ->
            forges
                .get()
                .set(
                    repository, access, queued.namespace(), queued.status(), deadline.remaining()));
  }

  private StatusAttempt attempt(Result<StatusAnswer> result) {
    return switch (result) {
      case Result.Ok<StatusAnswer>(StatusAnswer answer) ->
          switch (answer) {
            case StatusAnswer.Set() -> new StatusAttempt.Done();
            case StatusAnswer.Refused(String problem) -> new StatusAttempt.Rejected(problem);
          };
      case Result.Failed<StatusAnswer>(Failure failure) -> failed(failure);
    };
  }

  private StatusAttempt failed(Failure failure) {
    return switch (failure) {
      case Failure.Limited(_, String message, var until) ->
          new StatusAttempt.Failed(message, Duration.between(steady.instant(), until));
      case Failure.Remote _, Failure.Internal _ ->
          new StatusAttempt.Failed(failure.message(), Duration.ZERO);
      // Another Secret or spec may help; it is used for the next status.
      case Failure.Secret _, Failure.Spec _, Failure.File _, Failure.Declined _ ->
          new StatusAttempt.Rejected(failure.message());
    };
  }
}
