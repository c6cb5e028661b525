package dev.gitopsbinding.edit.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Composes the nodes that {@link BoundedComposer} composes, of texts in which each line says by
 * itself what it is: block mappings and sequences whose keys and values end in their lines, and
 * block scalars. Most manifests and values are such, and take a fraction of the time. Of anything
 * else (anchors, aliases, tags, directives, rare escapes, tabs, values that go on in the next line,
 * errors) it reads nothing.
 */
final class SimpleComposer {
  private final LineCursor cursor;
  private final NodeCounter counter;
  private final InlineScanner inline;
  private final BlockScalarScanner blocks;

  private SimpleComposer(LineCursor cursor, NodeCounter counter) {
    this.cursor = cursor;
    this.counter = counter;
    this.inline = new InlineScanner(cursor, counter);
    this.blocks = new BlockScalarScanner(cursor);
  }

  /** The root node of each document; empty if the text is not simple, or above a limit. */
  static Optional<List<Node>> documents(String text, int maxValues) {
    try {
      return LineCursor.of(text)
          .map(
              cursor ->
                  new SimpleComposer(cursor, new NodeCounter(maxValues, text.length()))
                      .documents());
    } catch (LineCursor.NotSimpleException | YamlEngineException _) {
      return Optional.empty();
    }
  }

  private List<Node> documents() {
    List<Node> documents = new ArrayList<>();
    cursor.nextContent();
    if (!cursor.isAtBoundary()) {
      documents.add(root());
    }
    while (!cursor.isAtEnd()) {
      cursor.nextDocument();
      documents.add(cursor.isAtBoundary() ? empty(cursor.mark()) : root());
    }
    return documents;
  }

  /**
   * Content that no mapping and no sequence around it can take, as it stands too far right, is left
   * over.
   */
  private Node root() {
    Node root = block();
    if (!cursor.isAtBoundary()) {
      throw LineCursor.notSimple();
    }
    return root;
  }

  /** A mapping or a sequence that begins here. */
  private Node block() {
    return cursor.isAtDash() ? sequence() : mapping(cursor.mark(), null);
  }

  /**
   * A mapping that begins at a mark.
   *
   * @param read its first key; null: it is not read yet
   */
  private Node mapping(Mark start, @Nullable ScalarNode read) {
    counter.enter();
    int column = start.getColumn();
    List<NodeTuple> entries = new ArrayList<>();
    ScalarNode first = read;
    do {
      ScalarNode key = first == null ? inline.key() : first;
      first = null;
      counter.count();
      cursor.forward(1);
      entries.add(new NodeTuple(key, value(column)));
    } while (isAt(column) && !cursor.isAtDash());
    counter.leave();
    return new MappingNode(
        Tag.MAP, true, entries, FlowStyle.BLOCK, Optional.of(start), Optional.of(cursor.mark()));
  }

  /** A sequence that begins here. */
  private Node sequence() {
    counter.enter();
    Mark start = cursor.mark();
    int column = cursor.column();
    List<Node> items = new ArrayList<>();
    do {
      cursor.forward(1);
      items.add(item(column));
    } while (isAt(column) && cursor.isAtDash());
    counter.leave();
    return new SequenceNode(
        Tag.SEQ, true, items, FlowStyle.BLOCK, Optional.of(start), Optional.of(cursor.mark()));
  }

  private boolean isAt(int column) {
    return !cursor.isAtBoundary() && cursor.column() == column;
  }

  /** The value behind a colon, and what follows up to the next content. */
  private Node value(int column) {
    Mark behind = cursor.mark();
    cursor.skipSpaces();
    if (!cursor.isAtLineEnd()) {
      return inLine(column);
    }
    cursor.nextContent();
    return isAt(column) && cursor.isAtDash() ? sequence() : below(column, behind);
  }

  /** The item behind a dash, and what follows up to the next content. */
  private Node item(int column) {
    Mark behind = cursor.mark();
    cursor.skipSpaces();
    if (cursor.isAtLineEnd()) {
      cursor.nextContent();
      return below(column, behind);
    }
    if (cursor.isAtDash()) {
      return sequence();
    }
    if (!isText(cursor.peek())) {
      return inLine(column);
    }
    Mark start = cursor.mark();
    ScalarNode text = inline.scalar();
    if (cursor.isAtColon()) {
      inline.requireKey(start.getIndex());
      return mapping(start, text);
    }
    counter.count();
    endLine();
    return text;
  }

  private static boolean isText(char first) {
    return first != '|' && first != '>' && first != '{' && first != '[';
  }

  /** What stands in the lines below, if it is further right, else nothing. */
  private Node below(int column, Mark nothing) {
    return !cursor.isAtBoundary() && cursor.column() > column ? block() : empty(nothing);
  }

  private Node inLine(int column) {
    return switch (cursor.peek()) {
      case '|', '>' -> {
        counter.count();
        ScalarNode text = blocks.scalar(column);
        cursor.nextContent();
        yield text;
      }
      case '{', '[' -> {
        Node collection = inline.collection();
        endLine();
        yield collection;
      }
      default -> {
        counter.count();
        ScalarNode text = inline.scalar();
        endLine();
        yield text;
      }
    };
  }

  /** Requires that nothing else stands in the line. */
  private void endLine() {
    if (!cursor.isAtLineEnd()) {
      throw LineCursor.notSimple();
    }
    cursor.nextContent();
  }

  private Node empty(Mark mark) {
    counter.count();
    Optional<Mark> place = Optional.of(mark);
    return new ScalarNode(BoundedComposer.UNRESOLVED, true, "", ScalarStyle.PLAIN, place, place);
  }
}
