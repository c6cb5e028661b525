package dev.gitopsbinding.edit;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The change of a file, in the unified format of {@code diff -u} (POSIX, diff utility), bounded. As
 * long as nothing is left out, {@code git apply --unidiff-zero} makes the change from it. Pure.
 */
public final class UnifiedDiff {
  /** Longer lines are cut, in characters (UTF-16): a file may be one line of JSON. */
  private static final int LONGEST_LINE = 500;

  /** How much of a long line stands before what is changed. */
  private static final int LEAD = 100;

  private static final String CUT = "…";

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
      line(' ', before.get(line), 0);
    }
  }

  private void replacement(LineChange change) {
    boolean paired = change.removed() == change.added();
    for (int line = 0; line < change.removed(); line++) {
      line('-', before.get(change.before() + line), paired ? commonLead(change, line) : 0);
    }
    for (int line = 0; line < change.added(); line++) {
      line('+', after.get(change.after() + line), paired ? commonLead(change, line) : 0);
    }
  }

  private int commonLead(LineChange change, int line) {
    String old = before.get(change.before() + line);
    String now = after.get(change.after() + line);
    int same = 0;
    while (same < Math.min(old.length(), now.length()) && old.charAt(same) == now.charAt(same)) {
      same++;
    }
    return same;
  }

  /**
   * @param from where in the line something is changed
   */
  private void line(char sign, String line, int from) {
    boolean ends = line.endsWith("\n");
    String end = line.endsWith("\r\n") ? "\r\n" : ends ? "\n" : "";
    String shown = clean(cut(line.substring(0, line.length() - end.length()), from));
    add(sign + shown + (ends ? end : "\n\\ No newline at end of file\n"));
  }

  private static String cut(String line, int from) {
    if (line.length() <= LONGEST_LINE) {
      return line;
    }
    int start = whole(line, Math.max(0, Math.min(from - LEAD, line.length() - LONGEST_LINE)));
    int end = whole(line, Math.min(line.length(), start + LONGEST_LINE));
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
