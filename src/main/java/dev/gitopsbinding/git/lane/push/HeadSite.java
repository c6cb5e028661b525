package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.git.lane.read.HeadCopy;
import dev.gitopsbinding.git.lane.read.HeadTips;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.merge.Fork;
import dev.gitopsbinding.git.store.HeavyCopy;
import dev.gitopsbinding.git.store.TrackingRef;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.net.share.TimeLimit;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A head: a branch that pushes move, and that builds on another branch, its base. The head is made
 * at the tip of the base. A head that lacks commits of the base is brought up to date by a merge,
 * if no change of anybody is lost by that.
 */
public final class HeadSite implements PushSite {
  /**
   * @param commit null if nothing can be merged without loss
   */
  private record Merge(ObjectId head, ObjectId base, @Nullable ObjectId commit) {}

  private final Remote remote;
  private final RemoteBranch base;
  private final BranchCopy copy;
  private final HeadCopy heads;
  private final LaneSettings settings;

  /** The merge of the last tips, so that repetitions push the same commit. */
  private @Nullable Merge merge;

  /** The first change that is signed; null if there is none. */
  private @Nullable ChangeSet signing;

  /**
   * @param remote the head
   * @param copy of the head
   */
  public HeadSite(Remote remote, RemoteBranch base, BranchCopy copy, LaneSettings settings) {
    this.remote = remote;
    this.base = base;
    this.copy = copy;
    this.heads = copy.heads();
    this.settings = settings;
  }

  @Override
  public Remote remote() {
    return remote;
  }

  @Override
  public FileRepository repository() throws IOException {
    return copy.repository();
  }

  @Override
  public void begin(List<QueuedPush> pushes) {
    signing =
        pushes.stream()
            .map(QueuedPush::changeSet)
            .filter(change -> change.signer() != null)
            .findFirst()
            .orElse(null);
  }

  @Override
  public boolean isKnown(Instant notBefore) {
    return heads.known(base, notBefore).isPresent();
  }

  @Override
  public Result<ObjectId> read(TimeLimit deadline) throws IOException {
    return heads
        .refresh(remote, base, deadline)
        .then(tips -> Result.ok(Objects.requireNonNullElse(tips.head(), ObjectId.zeroId())));
  }

  @Override
  public Result<Ground> ground(TimeLimit deadline) throws IOException {
    HeadTips known = heads.known(base, Instant.MIN).orElse(null);
    return known == null ? refresh(deadline) : on(known, deadline);
  }

  @Override
  public Result<Ground> refresh(TimeLimit deadline) throws IOException {
    return switch (heads.refresh(remote, base, deadline)) {
      case Result.Ok<HeadTips>(HeadTips tips) -> on(tips, deadline);
      case Result.Failed<HeadTips>(Failure failure) -> Result.failed(failure);
    };
  }

  @Override
  public boolean fetchesWhilePushing() {
    return false;
  }

  @Override
  public void know(Ground ground) {
    // Every ground was read by this site.
  }

  @Override
  public void advance(ObjectId top, Instant at) throws IOException {
    copy.advance(top, at);
  }

  /** A head that was merged and deleted meanwhile leaves its commits in the base. */
  @Override
  public boolean holds(ObjectId commit) throws IOException {
    HeadTips tips = heads.known(base, Instant.MIN).orElse(null);
    return copy.tipHolds(commit)
        || (tips != null && TrackingRef.descends(copy.repository(), tips.base(), commit));
  }

  @Override
  public void discard() throws IOException {
    merge = null;
    copy.discard();
  }

  private Result<Ground> on(HeadTips tips, TimeLimit deadline) throws IOException {
    if (tips.head() == null) {
      return Result.ok(new Ground(ObjectId.zeroId(), at(tips.base(), tips), false));
    }
    return switch (heads.compare(remote, base, tips, tips.head(), deadline)) {
      case Result.Failed<HeadCopy.Relation>(Failure failure) -> Result.failed(failure);
      case Result.Ok<HeadCopy.Relation>(var relation) ->
          on(relation.tips(), relation.head(), relation.fork());
    };
  }

  private Result<Ground> on(HeadTips tips, ObjectId head, Fork fork) throws IOException {
    if (fork.contained()) {
      return Result.ok(new Ground(head, at(tips.base(), tips), false));
    }
    if (!fork.lags() || !fork.known()) {
      return Result.ok(Ground.at(at(head, tips)));
    }
    return merged(head, tips.base(), fork)
        .then(
            commit ->
                Result.ok(
                    commit
                        .map(id -> new Ground(head, at(id, tips), true))
                        .orElseGet(() -> Ground.at(at(head, tips)))));
  }

  private Result<Optional<ObjectId>> merged(ObjectId head, ObjectId below, Fork fork)
      throws IOException {
    Merge last = merge;
    if (last != null && last.head().equals(head) && last.base().equals(below)) {
      return Result.ok(Optional.ofNullable(last.commit()));
    }
    BaseMerge making = new BaseMerge(copy.repository(), remote.branch(), base, settings, signing);
    Result<Optional<ObjectId>> made =
        HeavyCopy.askInTurn(remote, () -> Result.ok(making.commit(head, below, fork.own())));
    if (made instanceof Result.Ok<Optional<ObjectId>>(Optional<ObjectId> commit)) {
      merge = new Merge(head, below, commit.orElse(null));
    }
    return made;
  }

  private static BranchCopy.LocalTip at(ObjectId id, HeadTips tips) {
    return new BranchCopy.LocalTip(id, tips.readAt());
  }
}
