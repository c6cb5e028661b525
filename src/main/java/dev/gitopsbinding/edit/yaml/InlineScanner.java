package dev.gitopsbinding.edit.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads what stands in one line: texts, with the few escapes that are usual, and collections in
 * brackets. Behind what was read the cursor stands at the next char that is no space.
 */
final class InlineScanner {
  /** A plain text cannot begin with these (YAML 1.2.2, rule 22, c-indicator). */
  private static final String INDICATORS = "-?:,[]{}#&*!|>'\"%@`";

  /** What ends a plain text in brackets. */
  private static final String BRACKETS = ",[]{}";

  /** A key may have 1024 characters; where it is nearly as long, it is not looked at here. */
  private static final int LONGEST_KEY = 1000;

  private final LineCursor cursor;
  private final NodeCounter counter;

  InlineScanner(LineCursor cursor, NodeCounter counter) {
    this.cursor = cursor;
    this.counter = counter;
  }

  /** A text, which is not counted yet. */
  ScalarNode scalar() {
    return scalar(false);
  }

  /** A text before a colon, where the cursor stands then. */
  ScalarNode key() {
    int start = cursor.index();
    ScalarNode key = scalar();
    requireKey(start);
    return key;
  }

  /** Requires that the text that began at an index is a key. */
  void requireKey(int start) {
    if (!cursor.isAtColon() || cursor.index() - start > LONGEST_KEY) {
      throw LineCursor.notSimple();
    }
  }

  /** A mapping or a sequence in brackets. */
  Node collection() {
    counter.enter();
    Node collection = cursor.peek() == '{' ? mapping() : sequence();
    counter.leave();
    cursor.skipSpaces();
    return collection;
  }

  private Node mapping() {
    Optional<Mark> start = Optional.of(cursor.mark());
    List<NodeTuple> entries = new ArrayList<>();
    boolean open = opens('}');
    while (open) {
      int from = cursor.index();
      boolean quoted = cursor.peek() == '"' || cursor.peek() == '\'';
      ScalarNode key = scalar(true);
      counter.count();
      // Behind quotes a colon needs no space.
      if (!quoted) {
        requireKey(from);
      } else if (cursor.peek() != ':' || cursor.index() - from > LONGEST_KEY) {
        throw LineCursor.notSimple();
      }
      cursor.forward(1);
      cursor.skipSpaces();
      entries.add(new NodeTuple(key, value()));
      open = continues('}');
    }
    return new MappingNode(
        Tag.MAP, true, entries, FlowStyle.FLOW, start, Optional.of(cursor.mark()));
  }

  private Node sequence() {
    Optional<Mark> start = Optional.of(cursor.mark());
    List<Node> items = new ArrayList<>();
    boolean open = opens(']');
    while (open) {
      items.add(value());
      open = continues(']');
    }
    return new SequenceNode(
        Tag.SEQ, true, items, FlowStyle.FLOW, start, Optional.of(cursor.mark()));
  }

  /** Goes behind the bracket, and behind the other one if nothing stands between them. */
  private boolean opens(char close) {
    cursor.forward(1);
    cursor.skipSpaces();
    if (cursor.peek() == close) {
      cursor.forward(1);
      return false;
    }
    return true;
  }

  /** Goes behind the comma or the closing bracket; false: there is nothing more. */
  private boolean continues(char close) {
    char next = cursor.peek();
    if (next != ',' && next != close) {
      throw LineCursor.notSimple();
    }
    cursor.forward(1);
    if (next == ',') {
      cursor.skipSpaces();
    }
    return next == ',';
  }

  private Node value() {
    if (cursor.peek() == '{' || cursor.peek() == '[') {
      return collection();
    }
    ScalarNode value = scalar(true);
    counter.count();
    return value;
  }

  private ScalarNode scalar(boolean flow) {
    ScalarNode scalar =
        switch (cursor.peek()) {
          case '"' -> quoted(ScalarStyle.DOUBLE_QUOTED);
          case '\'' -> quoted(ScalarStyle.SINGLE_QUOTED);
          default -> plain(flow);
        };
    cursor.skipSpaces();
    return scalar;
  }

  private ScalarNode quoted(ScalarStyle style) {
    char quote = cursor.peek();
    int start = cursor.index();
    StringBuilder value = new StringBuilder();
    cursor.forward(1);
    int from = cursor.index();
    while (cursor.peek() != quote || isDoubled(quote)) {
      char next = cursor.peek();
      if (next == '\n') {
        throw LineCursor.notSimple();
      }
      boolean escape = next == quote || (next == '\\' && quote == '"');
      if (escape) {
        value.append(cursor.substring(from, cursor.index()));
        value.append(next == quote ? quote : escaped(cursor.peek(1)));
      }
      cursor.forward(escape ? 2 : 1);
      from = escape ? cursor.index() : from;
    }
    String rest = cursor.substring(from, cursor.index());
    cursor.forward(1);
    String text = value.isEmpty() ? rest : value.append(rest).toString();
    return node(text, style, start, cursor.index());
  }

  /** Between single quotes two of them are one. */
  private boolean isDoubled(char quote) {
    return quote == '\'' && cursor.peek(1) == quote;
  }

  /** Other escapes are rarely used. */
  private static char escaped(char letter) {
    return switch (letter) {
      case '"', '\\' -> letter;
      case 'n' -> '\n';
      case 't' -> '\t';
      default -> throw LineCursor.notSimple();
    };
  }

  private ScalarNode plain(boolean flow) {
    int start = cursor.index();
    if (!startsPlain(flow)) {
      throw LineCursor.notSimple();
    }
    int end = start;
    char next = cursor.peek();
    while (next != '\n' && !endsPlain(next, flow)) {
      cursor.forward(1);
      end = next == ' ' ? end : cursor.index();
      next = cursor.peek();
    }
    return node(cursor.substring(start, end), ScalarStyle.PLAIN, start, end);
  }

  /** A line feed and a space begin no text either. */
  private boolean startsPlain(boolean flow) {
    char first = cursor.peek();
    char second = cursor.peek(1);
    return first == '-'
        ? second != ' ' && second != '\n' && !(flow && BRACKETS.indexOf(second) >= 0)
        : first != '\n' && first != ' ' && INDICATORS.indexOf(first) < 0;
  }

  /** In brackets a comment, and a colon before a bracket or a comma, are left to the engine. */
  private boolean endsPlain(char next, boolean flow) {
    if (flow && next == ':' && BRACKETS.indexOf(cursor.peek(1)) >= 0) {
      throw LineCursor.notSimple();
    }
    return next == ':'
        ? cursor.isAtColon()
        : (next == '#' && cursor.before() == ' ') || (flow && BRACKETS.indexOf(next) >= 0);
  }

  private ScalarNode node(String value, ScalarStyle style, int start, int end) {
    return new ScalarNode(
        BoundedComposer.UNRESOLVED,
        true,
        value,
        style,
        Optional.of(cursor.markAt(start)),
        Optional.of(cursor.markAt(end)));
  }
}
