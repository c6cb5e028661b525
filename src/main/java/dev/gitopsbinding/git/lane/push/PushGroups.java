package dev.gitopsbinding.git.lane.push;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Bisects a batch that the server refused, until the refused change set is alone. Takes one push
 * for each bisection, and one for all change sets that were put aside.
 */
final class PushGroups {
  /**
   * A group that waits.
   *
   * @param suspect whether the group contains the refused change set if the half before it is
   *     accepted
   */
  private record Entry(PushGroup group, boolean suspect) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * Change sets that are not yet known to be accepted or refused; pushed together after the refused
   * one is found.
   */
  private final List<QueuedPush> aside = new ArrayList<>();

  private boolean refusedFound;

  boolean isEmpty() {
    return entries.isEmpty() && aside.isEmpty();
  }

  /** Makes a group the next one. */
  void push(PushGroup group) {
    entries.push(new Entry(group, false));
  }

  /**
   * Removes and returns the next group.
   *
   * @param limit the most change sets, at least 1; the rest of the group comes next
   */
  PushGroup next(int limit) {
    if (entries.isEmpty()) {
      push(PushGroup.untried(aside));
      aside.clear();
    }
    Entry first = entries.pop();
    if (first.suspect() && first.group().pushes().size() > 1) {
      halve(first.group().pushes(), first.group().pushes().size() / 2);
      return next(limit);
    }
    return first.group().pushes().size() > limit ? split(first.group(), limit) : first.group();
  }

  private PushGroup split(PushGroup group, int limit) {
    trustNext();
    List<QueuedPush> all = group.pushes();
    push(new PushGroup(all.subList(limit, all.size()), 0, group.contended()));
    return new PushGroup(all.subList(0, limit), 0, group.contended());
  }

  /** The last returned group was refused, so it contains the refused change set. */
  void refused() {
    if (!refusedFound && !entries.isEmpty() && entries.peek().suspect()) {
      aside.addAll(entries.pop().group().pushes());
    }
    trustNext();
  }

  /** After one refused change set, more are likely: from now on none is put aside. */
  void refusedFound() {
    refusedFound = true;
  }

  /**
   * Adds both halves as the next groups; if the first is accepted, the second is halved at once.
   */
  void halve(List<QueuedPush> pushes, int half) {
    entries.push(new Entry(PushGroup.untried(pushes.subList(half, pushes.size())), true));
    push(PushGroup.untried(pushes.subList(0, half)));
  }

  private void trustNext() {
    if (!entries.isEmpty() && entries.peek().suspect()) {
      push(entries.pop().group());
    }
  }
}
