package dev.gitopsbinding.edit.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads block scalars whose indentation is that of their first line (YAML 1.2.2, section 8.1).
 * Behind what was read the cursor stands in the indentation of a line, or at the end of the text.
 */
final class BlockScalarScanner {
  private static final char STRIP = '-';
  private static final char KEEP = '+';

  private final LineCursor cursor;
  private final StringBuilder value = new StringBuilder();
  private Mark end;

  BlockScalarScanner(LineCursor cursor) {
    this.cursor = cursor;
    this.end = cursor.mark();
  }

  /**
   * A text, which is not counted yet.
   *
   * @param parent the column of the mapping or sequence that holds it
   */
  ScalarNode scalar(int parent) {
    Optional<Mark> start = Optional.of(cursor.mark());
    ScalarStyle style = cursor.peek() == '|' ? ScalarStyle.LITERAL : ScalarStyle.FOLDED;
    cursor.forward(1);
    char chomping = cursor.peek();
    if (chomping == STRIP || chomping == KEEP) {
      cursor.forward(1);
    }
    cursor.skipSpaces();
    if (!cursor.isAtLineEnd()) {
      throw LineCursor.notSimple();
    }
    cursor.nextLine();
    String text = text(style, chomping, parent);
    return new ScalarNode(BoundedComposer.UNRESOLVED, true, text, style, start, Optional.of(end));
  }

  private String text(ScalarStyle style, char chomping, int parent) {
    int breaks = 0;
    int widest = 0;
    cursor.skipSpaces();
    while (cursor.peek() == '\n' && !cursor.isAtEnd()) {
      breaks++;
      widest = Math.max(widest, cursor.column());
      cursor.nextLine();
      cursor.skipSpaces();
    }
    int indentation = cursor.column();
    if (cursor.isAtEnd() || indentation <= parent || widest > indentation) {
      throw LineCursor.notSimple();
    }
    value.setLength(0);
    boolean more = true;
    boolean broken = false;
    while (more) {
      value.repeat('\n', breaks);
      boolean indented = cursor.peek() == ' ';
      broken = line();
      breaks = breaks(indentation);
      more = cursor.column() == indentation && !cursor.isAtEnd();
      if (more) {
        boolean folded = style == ScalarStyle.FOLDED && !indented && cursor.peek() != ' ';
        value.append(!folded ? "\n" : breaks == 0 ? " " : "");
      }
    }
    value.repeat('\n', broken && chomping != STRIP ? 1 : 0);
    value.repeat('\n', chomping == KEEP ? breaks : 0);
    return value.toString();
  }

  /** Takes the rest of the line; whether a break ends it. */
  private boolean line() {
    int from = cursor.index();
    int line = cursor.lineStart();
    cursor.nextLine();
    boolean broken = cursor.lineStart() > line;
    value.append(cursor.substring(from, broken ? cursor.index() - 1 : cursor.index()));
    return broken;
  }

  /** Goes over lines without content, and over the indentation of the next one. */
  private int breaks(int indentation) {
    int breaks = 0;
    end = cursor.mark();
    indent(indentation);
    while (cursor.peek() == '\n' && !cursor.isAtEnd()) {
      breaks++;
      cursor.nextLine();
      end = cursor.mark();
      indent(indentation);
    }
    return breaks;
  }

  private void indent(int indentation) {
    while (cursor.column() < indentation && cursor.peek() == ' ') {
      cursor.forward(1);
    }
  }
}
