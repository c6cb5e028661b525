package dev.gitopsbinding.git.lane;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The lanes by branch, and the lifetime of their queues: a queue is made for its first use, and
 * closed when it is idle, or when no binding refers to it any more. Thread-safe.
 */
final class LaneDirectory {
  private static final Duration UNNAMED_IDLE_TIME = Duration.ofMinutes(1);

  private final Connector connector;
  private final LaneSettings settings;
  private final GitListener listener;
  private final ExpectedPushes expected;
  private final DiskBudget budget;
  private final Map<BranchIdentity, Lane> lanes = new ConcurrentHashMap<>();
  private final CopyNames names = new CopyNames();
  private volatile boolean closed;

  LaneDirectory(
      Connector connector,
      LaneSettings settings,
      DiskBudget budget,
      GitListener listener,
      ExpectedPushes expected) {
    this.connector = connector;
    this.settings = settings;
    this.listener = listener;
    this.expected = expected;
    this.budget = budget;
  }

  /**
   * Records that a binding refers to these branches and this access from now on, and to no others.
   *
   * @param pushes the branch that the binding pushes to
   */
  void name(BindingId binding, Remote manifest, Remote pushes) {
    names
        .name(binding, CopyNames.Copy.of(manifest), CopyNames.Copy.of(pushes))
        .forEach(this::retire);
  }

  /** Records what is expected of a binding, if it refers to a branch. */
  void expect(BindingId binding, ExpectedPushes.Expectation expectation) {
    names.pushes(binding).ifPresent(copy -> expected.expect(binding, copy, expectation));
  }

  /** Records that a binding refers to no branch from now on. */
  void release(BindingId binding) {
    expected.ended(binding);
    names.release(binding).forEach(this::retire);
  }

  /** The queue for a branch and access; a new one if there is none that is open. */
  LaneQueue queue(Remote remote) {
    Lane.Access access = Lane.Access.of(remote);
    AtomicReference<@Nullable LaneQueue> found = new AtomicReference<>();
    lanes.compute(
        remote.branch().identity(),
        (_, known) -> {
          Lane lane = known == null ? new Lane() : known;
          found.set(lane.queue(access, () -> queue(lane, remote.branch(), access)));
          return lane;
        });
    LaneQueue queue = Objects.requireNonNull(found.get(), "compute runs the function above");
    queue.usedBy(remote.tenant());
    return queue;
  }

  /** Offers work to the queue, or to its successor if it is closed; false if all is closed. */
  boolean offer(Remote remote, Predicate<LaneQueue> offer) {
    while (!closed) {
      if (offer.test(queue(remote))) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /**
   * Closes the queues that were idle for the idle time, or for a minute if no binding refers to
   * them.
   */
  void evictIdle() {
    lanes.keySet().forEach(branch -> lanes.computeIfPresent(branch, this::withoutIdle));
  }

  /** How many branches have a lane. */
  int size() {
    return lanes.size();
  }

  boolean isClosed() {
    return closed;
  }

  /** Withdraws waiting pushes, waits for work in progress, and deletes the local copies. */
  void close(Duration grace) {
    closed = true;
    List<LaneQueue> queues =
        lanes.values().stream().flatMap(lane -> lane.queues().stream()).toList();
    queues.forEach(LaneQueue::stop);
    TimeLimit limit = TimeLimit.in(grace);
    queues.forEach(queue -> queue.close(limit));
  }

  private LaneQueue queue(Lane lane, RemoteBranch branch, Lane.Access access) {
    return new LaneQueue(lane, branch, access, connector, settings, budget, listener, expected);
  }

  /** For Map.computeIfPresent, which removes the entry if the result is null. */
  private @Nullable Lane withoutIdle(BranchIdentity branch, Lane lane) {
    lane.evict(access -> idleTime(new CopyNames.Copy(branch, access)));
    return lane.isUnused() ? null : lane;
  }

  private Duration idleTime(CopyNames.Copy copy) {
    boolean brief = settings.idleTime().compareTo(UNNAMED_IDLE_TIME) < 0;
    return brief || names.isNamed(copy) ? settings.idleTime() : UNNAMED_IDLE_TIME;
  }

  private void retire(CopyNames.Copy copy) {
    lanes.computeIfPresent(
        copy.lane(),
        (_, lane) -> {
          if (!names.isNamed(copy)) {
            lane.retire(copy.access());
          }
          return lane.isUnused() ? null : lane;
        });
  }
}
