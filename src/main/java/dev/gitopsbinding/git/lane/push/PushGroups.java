package dev.gitopsbinding.git.lane.push;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Bisects a batch that the server refused, until the change set that it refuses is alone. Costs one
 * push for each bisection, and one for all change sets that were put aside.
 */
final class PushGroups {
  /**
   * Change sets that go in one push.
   *
   * @param refusals how often the server refused just these
   * @param contended whether others were faster the last time
   */
  record Group(List<QueuedPush> pushes, int refusals, boolean contended) {
    Group {
      pushes = List.copyOf(pushes);
    }

    /** One that was not tried yet. */
    static Group untried(List<QueuedPush> pushes) {
      return new Group(pushes, 0, false);
    }
  }

  /** Contains the refused change set if the half before it is accepted. */
  private record Entry(Group group, boolean suspect) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * Change sets that are not yet known to be accepted or refused; pushed together after the refused
   * one is found.
   */
  private final List<QueuedPush> aside = new ArrayList<>();

  private boolean offenderFound;

  boolean isEmpty() {
    return entries.isEmpty() && aside.isEmpty();
  }

  /** Puts a group first. */
  void push(Group group) {
    entries.push(new Entry(group, false));
  }

  /**
   * Takes the group that is to be tried next.
   *
   * @param limit how many of it; the others come next
   */
  Group next(int limit) {
    if (entries.isEmpty()) {
      push(Group.untried(aside));
      aside.clear();
    }
    Entry first = entries.pop();
    if (first.suspect() && first.group().pushes().size() > 1) {
      halve(first.group().pushes(), first.group().pushes().size() / 2);
      return next(limit);
    }
    return first.group().pushes().size() > limit ? split(first.group(), limit) : first.group();
  }

  private Group split(Group group, int limit) {
    trustNext();
    List<QueuedPush> all = group.pushes();
    push(new Group(all.subList(limit, all.size()), 0, group.contended()));
    return new Group(all.subList(0, limit), 0, group.contended());
  }

  /** The group that was taken last was refused, so the refused change set is in it. */
  void refused() {
    if (!offenderFound && !entries.isEmpty() && entries.peek().suspect()) {
      aside.addAll(entries.pop().group().pushes());
    }
    trustNext();
  }

  /** Where one change set is refused, many may be: from now on none is put aside. */
  void offenderFound() {
    offenderFound = true;
  }

  /** Puts both halves first; once the first has landed, the second is not tried as a whole. */
  void halve(List<QueuedPush> pushes, int half) {
    entries.push(new Entry(Group.untried(pushes.subList(half, pushes.size())), true));
    push(Group.untried(pushes.subList(0, half)));
  }

  private void trustNext() {
    if (!entries.isEmpty() && entries.peek().suspect()) {
      push(entries.pop().group());
    }
  }
}
