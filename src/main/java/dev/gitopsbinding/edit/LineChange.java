package dev.gitopsbinding.edit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Lines of a text that are replaced by others.
 *
 * @param before the index of the first replaced line
 * @param removed how many lines are replaced; 0 if lines are only added
 * @param after the index of the first line in their place, in the new text
 * @param added how many lines take their place; 0 if lines are only removed
 */
record LineChange(int before, int removed, int after, int added) {
  /** Above this number of changed lines, all lines between the first and last count as changed. */
  private static final int MOST = 500;

  /** The fewest changes from one text to another, in their order. */
  static List<LineChange> between(List<String> before, List<String> after) {
    int start = 0;
    int shorter = Math.min(before.size(), after.size());
    while (start < shorter && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    List<String> old = before.subList(start, before.size() - end);
    List<String> now = after.subList(start, after.size() - end);
    if (old.isEmpty() && now.isEmpty()) {
      return List.of();
    }
    int offset = start;
    return middle(old, now).stream()
        .map(
            change ->
                new LineChange(
                    change.before + offset, change.removed, change.after + offset, change.added))
        .toList();
  }

  /** Finds the shortest edit script (Myers, "An O(ND) Difference Algorithm", 1986). */
  private static List<LineChange> middle(List<String> old, List<String> now) {
    int most = Math.min(MOST, old.size() + now.size());
    int[] furthest = new int[2 * most + 3];
    List<int[]> trace = new ArrayList<>();
    for (int edits = 0; edits <= most; edits++) {
      trace.add(furthest.clone());
      for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
        int at = diagonal + most + 1;
        int x = isDown(furthest, at, diagonal, edits) ? furthest[at + 1] : furthest[at - 1] + 1;
        int y = x - diagonal;
        while (x < old.size() && y >= 0 && y < now.size() && old.get(x).equals(now.get(y))) {
          x++;
          y++;
        }
        furthest[at] = x;
        if (x >= old.size() && y >= now.size()) {
          return merged(script(trace, old.size(), now.size(), most));
        }
      }
    }
    return List.of(new LineChange(0, old.size(), 0, now.size()));
  }

  private static boolean isDown(int[] furthest, int at, int diagonal, int edits) {
    return diagonal == -edits || (diagonal != edits && furthest[at - 1] < furthest[at + 1]);
  }

  /** The single edits, from the first to the last, read back from where the search ended. */
  private static List<LineChange> script(List<int[]> trace, int oldSize, int newSize, int most) {
    List<LineChange> edits = new ArrayList<>();
    int x = oldSize;
    int y = newSize;
    for (int count = trace.size() - 1; count > 0; count--) {
      int[] furthest = trace.get(count);
      int at = x - y + most + 1;
      boolean down = isDown(furthest, at, x - y, count);
      int fromX = furthest[down ? at + 1 : at - 1];
      int fromY = fromX - (x - y + (down ? 1 : -1));
      edits.add(down ? new LineChange(fromX, 0, fromY, 1) : new LineChange(fromX, 1, fromY, 0));
      x = fromX;
      y = fromY;
    }
    Collections.reverse(edits);
    return edits;
  }

  private static List<LineChange> merged(List<LineChange> edits) {
    List<LineChange> merged = new ArrayList<>();
    for (LineChange edit : edits) {
      LineChange last = merged.isEmpty() ? null : merged.getLast();
      if (last != null
          && last.before + last.removed == edit.before
          && last.after + last.added == edit.after) {
        merged.removeLast();
        merged.add(
            new LineChange(
                last.before, last.removed + edit.removed, last.after, last.added + edit.added));
      } else {
        merged.add(edit);
      }
    }
    return merged;
  }
}
