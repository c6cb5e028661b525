package dev.gitopsbinding.git.lane.push;

import dev.gitopsbinding.git.lane.read.BranchCopy;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PushResult;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Change sets applied to one tip. A change set without a commit, and whose files no commit of the
 * batch changed, gets its result at once; the others wait for the result of the push.
 */
final class AppliedBatch {
  private record Entry(QueuedPush push, Applied applied) {}

  private final List<Entry> settled = new ArrayList<>();
  private final List<Entry> waiting = new ArrayList<>();
  private final Set<RepositoryPath> touched = new HashSet<>();
  private final boolean merge;
  private int commits;

  private AppliedBatch(boolean merge) {
    this.merge = merge;
  }

  /**
   * Applies all change sets without a result, on top of the chain.
   *
   * @param merge whether the chain begins at a merge that the host has not; then all results wait
   *     for the push
   */
  static AppliedBatch of(List<QueuedPush> pushes, CommitChain chain, boolean merge)
      throws IOException {
    AppliedBatch batch = new AppliedBatch(merge);
    for (QueuedPush push : pushes) {
      if (!push.isDone()) {
        batch.add(push, chain.apply(push.changeSet()));
      }
    }
    return batch;
  }

  /**
   * Whether there is something to push: a commit, or a merge that brings the base into a head that
   * holds the change sets already.
   */
  boolean needsPush() {
    return commits > 0
        || (merge && waiting.stream().anyMatch(e -> e.applied() instanceof Applied.Unchanged));
  }

  /** How many commits a push holds, with the merge. */
  int pushed() {
    return merge ? commits + 1 : commits;
  }

  /** Completes the change sets that wait for no push. */
  void settle(BranchCopy.LocalTip tip) {
    if (!needsPush()) {
      settled.addAll(waiting);
      waiting.clear();
    }
    settled.forEach(
        entry ->
            entry
                .push()
                .complete(result(entry.applied(), tip.sha(), tip.readAt(), tip.readAt(), false)));
  }

  /** How many commits wait for the push. */
  int commits() {
    return commits;
  }

  /** The change sets that wait for the push, in order. */
  List<QueuedPush> waiting() {
    return waiting.stream().map(Entry::push).toList();
  }

  /** The change sets with a commit, in order. */
  List<QueuedPush> committed() {
    return waiting.stream()
        .filter(entry -> entry.applied() instanceof Applied.Committed)
        .map(Entry::push)
        .toList();
  }

  /**
   * Completes the waiting change sets after the push.
   *
   * @param top the commit that the branch points at now
   * @param readAt an instant at which the branch pointed at {@code top}, by the steady clock
   * @param accepted the time of the push, by the machine's clock
   * @param created whether the push made the branch
   */
  void landed(ObjectId top, Instant readAt, Instant accepted, boolean created) {
    CommitSha tip = new CommitSha(top.name());
    waiting.forEach(
        entry -> entry.push().complete(result(entry.applied(), tip, readAt, accepted, created)));
  }

  private void add(QueuedPush push, Applied applied) {
    List<RepositoryPath> paths =
        push.changeSet().edits().stream().map(ChangeSet.FileEdit::path).toList();
    if (applied instanceof Applied.Committed) {
      commits++;
      touched.addAll(paths);
      waiting.add(new Entry(push, applied));
    } else if (merge || paths.stream().anyMatch(touched::contains)) {
      waiting.add(new Entry(push, applied));
    } else {
      settled.add(new Entry(push, applied));
    }
  }

  private static PushResult result(
      Applied applied, CommitSha tip, Instant readAt, Instant accepted, boolean created) {
    return switch (applied) {
      case Applied.Committed(ObjectId commit, var replaced) ->
          new PushResult.Pushed(new CommitSha(commit.name()), tip, replaced, accepted, created);
      case Applied.Unchanged() -> new PushResult.AlreadyApplied(tip, readAt);
      case Applied.Superseded() -> new PushResult.Superseded();
      case Applied.Withdrawn() -> new PushResult.Withdrawn();
      case Applied.Failed(var failure) -> new PushResult.Failed(failure);
    };
  }
}
