package dev.gitopsbinding.edit;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The change of a file, in the unified format of {@code diff -u} (POSIX, diff utility), bounded. As
 * long as nothing is left out or cut, {@code git apply --unidiff-zero} makes the change from it.
 * Pure.
 */
public final class UnifiedDiff {
  /** Longer lines are cut, in characters (UTF-16): a file may be one line of JSON. */
  private static final int LONGEST_LINE = 500;

  /** How much of a long line stands before what is changed. */
  private static final int LEAD = 100;

  private static final String CUT = "…";

  /** What stands between the values of a line in flow style, and before a comment. */
  private static final String SEPARATORS = ",{}[]#";

  /** Others wrote the file: it must not move a cursor, or reverse a text, where it is shown. */
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\u2028\\u2029&&[^\\t\\r\\n]]");

  private static final Pattern LONE_RETURN = Pattern.compile("\\r(?!\\n)");

  private final List<String> before;
  private final List<String> after;
  private final DiffLimits limits;
  private final StringBuilder text = new StringBuilder();
  private int bytes;
  private int leftOut;

  private UnifiedDiff(List<String> before, List<String> after, DiffLimits limits) {
    this.before = before;
    this.after = after;
    this.limits = limits;
  }

  /** The diff; empty if the contents are equal. */
  public static String of(RepositoryPath path, Content before, Content after, DiffLimits limits) {
    var diff = new UnifiedDiff(lines(before), lines(after), limits);
    List<LineChange> changes = LineChange.between(diff.before, diff.after);
    if (changes.isEmpty()) {
      return "";
    }
    diff.add("--- a/" + path + "\n");
    diff.add("+++ b/" + path + "\n");
    hunks(changes, limits.contextLines()).forEach(diff::hunk);
    if (diff.leftOut > 0) {
      diff.text.append(
          "… %d more line%s left out\n"
              .formatted(diff.leftOut, diff.leftOut == 1 ? " is" : "s are"));
    }
    return diff.text.toString();
  }

  /** Each with its line end, if it has one. */
  private static List<String> lines(Content content) {
    String all = new String(content.bytes(), StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < all.length()) {
      int end = all.indexOf('\n', start);
      int next = end < 0 ? all.length() : end + 1;
      lines.add(all.substring(start, next));
      start = next;
    }
    return lines;
  }

  /** Changes whose context touches belong together. */
  private static List<List<LineChange>> hunks(List<LineChange> changes, int context) {
    List<List<LineChange>> hunks = new ArrayList<>();
    for (LineChange change : changes) {
      LineChange last = hunks.isEmpty() ? null : hunks.getLast().getLast();
      if (last == null || change.before() - (last.before() + last.removed()) > 2 * context) {
        hunks.add(new ArrayList<>());
      }
      hunks.getLast().add(change);
    }
    return hunks;
  }

  private void hunk(List<LineChange> changes) {
    LineChange first = changes.getFirst();
    LineChange last = changes.getLast();
    int lead = Math.min(limits.contextLines(), first.before());
    int from = first.before() - lead;
    int to = Math.min(before.size(), last.before() + last.removed() + limits.contextLines());
    int newFrom = first.after() - lead;
    int newCount = to - from + changes.stream().mapToInt(one -> one.added() - one.removed()).sum();
    add("@@ -%s +%s @@\n".formatted(range(from, to - from), range(newFrom, newCount)));
    int at = from;
    for (LineChange change : changes) {
      context(at, change.before());
      replacement(change);
      at = change.before() + change.removed();
    }
    context(at, to);
  }

  /** A range without lines names the line before it. */
  private static String range(int from, int count) {
    int line = count == 0 ? from : from + 1;
    return count == 1 ? String.valueOf(line) : line + "," + count;
  }

  private void context(int from, int to) {
    for (int line = from; line < to; line++) {
      line(' ', before.get(line), Changed.ALL);
    }
  }

  private void replacement(LineChange change) {
    boolean paired = change.removed() == change.added();
    for (int line = 0; line < change.removed(); line++) {
      line(
          '-',
          before.get(change.before() + line),
          paired ? changed(change, line, true) : Changed.ALL);
    }
    for (int line = 0; line < change.added(); line++) {
      line(
          '+',
          after.get(change.after() + line),
          paired ? changed(change, line, false) : Changed.ALL);
    }
  }

  /** The part of a line that differs from its counterpart. */
  private Changed changed(LineChange change, int line, boolean old) {
    String was = before.get(change.before() + line);
    String now = after.get(change.after() + line);
    int shorter = Math.min(was.length(), now.length());
    int lead = 0;
    while (lead < shorter && was.charAt(lead) == now.charAt(lead)) {
      lead++;
    }
    int tail = 0;
    while (tail < shorter - lead
        && was.charAt(was.length() - 1 - tail) == now.charAt(now.length() - 1 - tail)) {
      tail++;
    }
    return new Changed(lead, (old ? was : now).length() - tail);
  }

  /** A part of a line, in chars; the end is exclusive. */
  private record Changed(int from, int to) {
    static final Changed ALL = new Changed(0, Integer.MAX_VALUE);
  }

  private void line(char sign, String line, Changed changed) {
    boolean ends = line.endsWith("\n");
    String end = line.endsWith("\r\n") ? "\r\n" : ends ? "\n" : "";
    String text = line.substring(0, line.length() - end.length());
    Changed window = limits.valueOnly() ? value(text, changed) : new Changed(0, text.length());
    String shown = clean(cut(text, bounded(window, changed.from())));
    add(sign + shown + (ends ? end : "\n\\ No newline at end of file\n"));
  }

  /** From the last separator of values before the change to the first one behind it. */
  private static Changed value(String line, Changed changed) {
    int from = Math.min(changed.from(), line.length());
    int to = Math.min(changed.to(), line.length());
    while (from > 0 && SEPARATORS.indexOf(line.charAt(from - 1)) < 0) {
      from--;
    }
    while (to < line.length() && SEPARATORS.indexOf(line.charAt(to)) < 0) {
      to++;
    }
    return new Changed(from, to);
  }

  private static Changed bounded(Changed window, int changedAt) {
    if (window.to() - window.from() <= LONGEST_LINE) {
      return window;
    }
    int start = Math.clamp(changedAt - LEAD, window.from(), window.to() - LONGEST_LINE);
    return new Changed(start, start + LONGEST_LINE);
  }

  private static String cut(String line, Changed window) {
    int start = whole(line, window.from());
    int end = whole(line, window.to());
    return (start > 0 ? CUT : "") + line.substring(start, end) + (end < line.length() ? CUT : "");
  }

  /** The index, or the one before it if a character would be cut in half. */
  private static int whole(String line, int index) {
    return index > 0 && index < line.length() && Character.isLowSurrogate(line.charAt(index))
        ? index - 1
        : index;
  }

  private static String clean(String line) {
    return LONE_RETURN.matcher(INVISIBLE.matcher(line).replaceAll("\uFFFD")).replaceAll("\uFFFD");
  }

  /** Once a line has no room, none of the following ones is shown. */
  private void add(String shown) {
    int size = shown.getBytes(StandardCharsets.UTF_8).length;
    if (leftOut > 0 || bytes + size > limits.maxBytes()) {
      leftOut++;
    } else {
      text.append(shown);
      bytes += size;
    }
  }
}
