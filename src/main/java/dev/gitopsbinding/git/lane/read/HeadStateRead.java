package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.merge.Fork;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;

/** Compares a head with its base. */
public record HeadStateRead(RemoteBranch base) implements HeadRead<HeadState> {
  @Override
  public Result<HeadState> read(HeadCopy heads, Remote remote, HeadTips tips, TimeLimit deadline)
      throws IOException {
    if (tips.head() == null) {
      return Result.ok(new HeadState(null, true, true, false, tips.readAt()));
    }
    return heads
        .compare(remote, base, tips, tips.head(), deadline)
        .then(found -> Result.ok(state(found.tips(), found.head(), found.fork())));
  }

  private static HeadState state(HeadTips tips, ObjectId head, Fork fork) {
    return new HeadState(sha(head), fork.own(), fork.contained(), fork.lags(), tips.readAt());
  }

  private static CommitSha sha(ObjectId id) {
    return new CommitSha(id.name());
  }
}
