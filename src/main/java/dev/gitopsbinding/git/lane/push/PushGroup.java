package dev.gitopsbinding.git.lane.push;

import java.util.List;

/**
 * Change sets that go in one push.
 *
 * @param refusals how often the server refused exactly these
 * @param contended whether another writer was faster at the last attempt
 */
record PushGroup(List<QueuedPush> pushes, int refusals, boolean contended) {
  PushGroup {
    pushes = List.copyOf(pushes);
  }

  /** A group that was not tried yet. */
  static PushGroup untried(List<QueuedPush> pushes) {
    return new PushGroup(pushes, 0, false);
  }
}
