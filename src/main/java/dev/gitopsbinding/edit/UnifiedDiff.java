package dev.gitopsbinding.edit;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The change of a file, in the unified format of {@code diff -u} (POSIX, diff utility), bounded. As
 * long as nothing is left out or cut, {@code git apply --unidiff-zero} makes the change from it. A
 * login in a URL is masked. Pure.
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

  /** A URL in the file may hold a token or a password, and the diff is shown elsewhere. */
  private static final Pattern LOGIN =
      Pattern.compile(
          "(?<=https?://)[^/@\\s]+@|(?<=ssh://)[^/@:\\s]*:[^/@\\s]*@", Pattern.CASE_INSENSITIVE);

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
    String all =
        LOGIN.matcher(new String(content.bytes(), StandardCharsets.UTF_8)).replaceAll("***@");
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
      line(' ', before.get(line), null);
    }
  }

  private void replacement(LineChange change) {
    for (int line = 0; line < change.removed(); line++) {
      String was = before.get(change.before() + line);
      line('-', was, counterpart(change, was, after, change.after(), line));
    }
    for (int line = 0; line < change.added(); line++) {
      String now = after.get(change.after() + line);
      line('+', now, counterpart(change, now, before, change.before(), line));
    }
  }

  /**
   * The line to compare with; null to show the whole line. Where it is not known which line takes
   * the place of which, that is the line itself, so that nothing of it counts as changed.
   *
   * @param nth which of the removed or added lines it is
   */
  private @Nullable String counterpart(
      LineChange change, String line, List<String> others, int from, int nth) {
    if (change.removed() == change.added() || addsLinesBehind(change)) {
      return nth < Math.min(change.removed(), change.added()) ? others.get(from + nth) : null;
    }
    return change.removed() == 0 || change.added() == 0 ? null : line;
  }

  /** Whether each removed line has its key in the new text, and all others stand behind these. */
  private boolean addsLinesBehind(LineChange change) {
    return change.removed() > 0
        && change.added() > change.removed()
        && IntStream.range(0, change.removed())
            .allMatch(
                nth -> {
                  String was = before.get(change.before() + nth);
                  int colon = was.indexOf(':');
                  return colon >= 0
                      && after.get(change.after() + nth).startsWith(was.substring(0, colon + 1));
                });
  }

  /** Where a text begins to differ from another one. */
  private static int firstChange(String text, String other) {
    int shorter = Math.min(text.length(), other.length());
    int lead = 0;
    while (lead < shorter && text.charAt(lead) == other.charAt(lead)) {
      lead++;
    }
    return lead;
  }

  /** A part of a line, in chars; the end is exclusive. */
  private record Part(int from, int to) {}

  private void line(char sign, String line, @Nullable String other) {
    boolean ends = line.endsWith("\n");
    String text = withoutEnd(line);
    String with = other == null ? null : withoutEnd(other);
    String shown =
        limits.valueOnly() && with != null
            ? values(text, with)
            : cut(
                text,
                bounded(new Part(0, text.length()), with == null ? 0 : firstChange(text, with)));
    add(
        sign
            + clean(shown)
            + (ends ? line.substring(text.length()) : "\n\\ No newline at end of file\n"));
  }

  private static String withoutEnd(String line) {
    int end = line.endsWith("\r\n") ? 2 : line.endsWith("\n") ? 1 : 0;
    return line.substring(0, line.length() - end);
  }

  /**
   * The values of a line that differ, and {@code …} in place of all others, which may be passwords.
   * If it is not known which value takes the place of which, none is shown.
   */
  private static String values(String line, String other) {
    List<Part> own = values(line);
    List<Part> others = values(other);
    if (own.size() != others.size()) {
      return CUT;
    }
    var shown = new StringBuilder();
    int at = 0;
    for (int i = 0; i < own.size() && shown.length() < LONGEST_LINE; i++) {
      Part value = own.get(i);
      Part with = others.get(i);
      String text = line.substring(value.from(), value.to());
      String counterpart = other.substring(with.from(), with.to());
      if (!text.equals(counterpart)) {
        Part window = bounded(value, value.from() + firstChange(text, counterpart));
        shown.append(window.from() > at ? CUT : "");
        at = whole(line, window.to());
        shown.append(line, whole(line, window.from()), at);
      }
    }
    return shown.append(at < line.length() || shown.isEmpty() ? CUT : "").toString();
  }

  /** What stands between the separators of a line. */
  private static List<Part> values(String line) {
    List<Part> values = new ArrayList<>();
    int from = 0;
    for (int at = 0; at <= line.length(); at++) {
      if (at == line.length() || SEPARATORS.indexOf(line.charAt(at)) >= 0) {
        values.add(new Part(from, at));
        from = at + 1;
      }
    }
    return values;
  }

  private static Part bounded(Part window, int changedAt) {
    if (window.to() - window.from() <= LONGEST_LINE) {
      return window;
    }
    int start = Math.clamp(changedAt - LEAD, window.from(), window.to() - LONGEST_LINE);
    return new Part(start, start + LONGEST_LINE);
  }

  private static String cut(String line, Part window) {
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
