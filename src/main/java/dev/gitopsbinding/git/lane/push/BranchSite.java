package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;

/** A branch that pushes build on and move. */
public record BranchSite(Remote remote, BranchCopy copy) implements PushSite {
  @Override
  public FileRepository repository() throws IOException {
    return copy.repository();
  }

  @Override
  public void begin(List<QueuedPush> pushes) {
    // Merges nothing.
  }

  @Override
  public boolean isKnown(Instant notBefore) {
    return copy.known(notBefore).isPresent();
  }

  @Override
  public Result<ObjectId> read(TimeLimit deadline) throws IOException {
    return copy.refresh(remote, deadline).then(tip -> Result.ok(tip.id()));
  }

  @Override
  public Result<Ground> ground(TimeLimit deadline) throws IOException {
    BranchCopy.LocalTip known = copy.known().orElse(null);
    return known == null ? refresh(deadline) : Result.ok(Ground.at(known));
  }

  @Override
  public Result<Ground> refresh(TimeLimit deadline) throws IOException {
    return copy.refresh(remote, deadline).then(tip -> Result.ok(Ground.at(tip)));
  }

  @Override
  public boolean fetchesWhilePushing() {
    return true;
  }

  @Override
  public void know(Ground ground) {
    copy.know(ground.onto().id(), ground.onto().readAt());
  }

  @Override
  public void advance(ObjectId top, Instant at) throws IOException {
    copy.advance(top, at);
  }

  @Override
  public boolean holds(ObjectId commit) throws IOException {
    return copy.tipHolds(commit);
  }

  @Override
  public void discard() throws IOException {
    copy.discard();
  }
}
