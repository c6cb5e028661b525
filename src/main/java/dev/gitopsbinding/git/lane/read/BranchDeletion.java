package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.protocol.BranchUpdate;
import dev.gitopsbinding.git.protocol.LsRefs;
import dev.gitopsbinding.git.protocol.PushResponse;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Deletes a branch if its tip is the expected one. The answer is whether it was deleted.
 *
 * @param expected the only commit that the branch may point at
 */
public record BranchDeletion(Connector connector, CommitSha expected)
    implements BranchTask<Boolean> {
  @Override
  public Result<Boolean> run(BranchCopy copy, Remote remote, TimeLimit deadline)
      throws IOException {
    Result<Boolean> deleted = delete(copy, remote, deadline);
    if (deleted instanceof Result.Ok<Boolean>) {
      // The tip of the copy is the branch's no more, whether it was deleted or had moved before.
      copy.discard();
    }
    return deleted;
  }

  private Result<Boolean> delete(BranchCopy copy, Remote remote, TimeLimit deadline)
      throws IOException {
    FileRepository local = copy.repository();
    ObjectId tip = ObjectId.fromString(expected.hex());
    BranchUpdate update = new BranchUpdate(local, remote, tip, ObjectId.zeroId());
    Result<PushResponse> sent =
        connector.with(
            remote, local, GitListener.Operation.PUSH, deadline.remaining(), update::send);
    return switch (sent) {
      case Result.Failed<PushResponse>(Failure failure) ->
          update.isUnsent() ? Result.failed(failure) : verify(remote, local, deadline, failure);
      case Result.Ok<PushResponse>(PushResponse response) ->
          switch (response) {
            case PushResponse.Accepted() -> Result.ok(true);
            case PushResponse.Moved() -> Result.ok(false);
            case PushResponse.Unreachable(Failure failure) -> Result.failed(failure);
            case PushResponse.Unknown(Failure failure) -> verify(remote, local, deadline, failure);
            case PushResponse.Refused(String message) ->
                // A branch that moved during the request appears as a failed lock.
                refused(remote, local, deadline, message);
          };
    };
  }

  /** The answer got lost: a branch that is gone was deleted, most likely by this request. */
  private Result<Boolean> verify(
      Remote remote, FileRepository local, TimeLimit deadline, Failure failure) {
    return switch (tip(remote, local, deadline)) {
      case Result.Ok<CommitSha>(CommitSha tip) ->
          tip.equals(expected) ? Result.failed(failure) : Result.ok(false);
      case Result.Failed<CommitSha>(Failure reading) ->
          isGone(reading) ? Result.ok(true) : Result.failed(failure);
    };
  }

  private Result<Boolean> refused(
      Remote remote, FileRepository local, TimeLimit deadline, String message) {
    Failure declined =
        new Failure.Declined(
            "%s refused to delete the branch %s: '%s'. Delete it by hand, or allow the operator's login to delete it."
                .formatted(remote.branch().url(), remote.branch().branch(), message));
    return switch (tip(remote, local, deadline)) {
      case Result.Ok<CommitSha>(CommitSha tip) ->
          tip.equals(expected) ? Result.failed(declined) : Result.ok(false);
      case Result.Failed<CommitSha>(Failure reading) ->
          isGone(reading) ? Result.ok(false) : Result.failed(declined);
    };
  }

  private Result<CommitSha> tip(Remote remote, FileRepository local, TimeLimit deadline) {
    return new LsRefs(connector).tip(remote, local, deadline.remaining());
  }

  private static boolean isGone(Failure failure) {
    return failure.reason() == Reason.BRANCH_NOT_FOUND
        || failure.reason() == Reason.REPOSITORY_EMPTY;
  }
}
