package dev.gitopsbinding.edit.yaml.replace;

import dev.gitopsbinding.edit.yaml.YamlFile;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The documents of a file that a change touches. A line that begins with {@code ---} ends a
 * document whatever stands before it (YAML 1.1 and 1.2, "c-forbidden"), so the others are read as
 * before.
 *
 * @param before their nodes before the change
 * @param after their text after the change
 */
record ChangedDocuments(List<Node> before, String after) {
  private static final String LINE = "\n---";

  static ChangedDocuments of(YamlFile file, String after, TextChange change) {
    String before = file.text();
    int start = start(before, change.start());
    int end = end(before, change.end());
    int from = before.codePointCount(0, start);
    int to = end == before.length() ? Integer.MAX_VALUE : before.codePointCount(0, end);
    return new ChangedDocuments(
        file.documents().stream().filter(node -> from <= at(node) && at(node) < to).toList(),
        after.substring(start, end + change.growth()));
  }

  /** The start of the last such line that ends before an index. */
  private static int start(String text, int index) {
    int found = text.lastIndexOf(LINE, index);
    while (found >= 0 && !(isMarker(text, found) && text.indexOf('\n', found + 1) < index)) {
      found = text.lastIndexOf(LINE, found - 1);
    }
    return found + 1;
  }

  /** The start of the first such line behind an index. */
  private static int end(String text, int index) {
    int found = text.indexOf(LINE, index);
    while (found >= 0 && !isMarker(text, found)) {
      found = text.indexOf(LINE, found + 1);
    }
    return found < 0 ? text.length() : found + 1;
  }

  private static boolean isMarker(String text, int found) {
    int behind = found + LINE.length();
    return behind < text.length() && Character.isWhitespace(text.charAt(behind));
  }

  private static int at(Node node) {
    return node.getStartMark().map(Mark::getIndex).orElse(0);
  }
}
