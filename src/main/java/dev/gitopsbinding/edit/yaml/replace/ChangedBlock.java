package dev.gitopsbinding.edit.yaml.replace;

import dev.gitopsbinding.edit.yaml.YamlFile;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The lines of a large document that hold a change: an entry of a block mapping, or an item of a
 * block sequence, with all that is in it. Such lines are a document by themselves: the text before
 * them is the same as before the change, and what stands behind them is no deeper than they are, so
 * that it ends whatever they hold (YAML 1.2.2, chapter 8).
 *
 * @param before the entry or the item alone in its mapping or sequence, before the change
 * @param after its lines after the change
 */
record ChangedBlock(Node before, String after) {
  /** So many chars are compared as a whole: for small files that is all. */
  static final int ENOUGH = 8 << 10;

  /** Breaks of lines in YAML 1.1 only, so that its parsers count other lines. */
  private static final String OTHER_BREAKS = "\u0085\u2028\u2029";

  /** The start or the end of a document, which YAML has at the start of a line only. */
  private static final Pattern MARKER = Pattern.compile("^(?:---|\\.\\.\\.)", Pattern.MULTILINE);

  private static final Pattern ITEM = Pattern.compile(" *- +");

  /** The search, in a text in which marks, which count code points, count chars. */
  private static final class Search {
    private final String text;
    private final int from;
    private final int to;
    private Node node;
    private int start;
    private int end;
    private @Nullable Node alone;

    Search(String text, Node root, TextChange change) {
      this.text = text;
      this.from = change.start();
      this.to = change.end();
      this.node = root;
      this.end = text.length();
    }

    /** Whether the change is in one entry or item, which takes the place of the node. */
    boolean narrow() {
      return switch (node) {
        case MappingNode mapping -> narrow(mapping);
        case SequenceNode sequence -> narrow(sequence);
        default -> false;
      };
    }

    private boolean narrow(MappingNode mapping) {
      List<NodeTuple> entries = mapping.getValue();
      int at = last(mapping, entries.stream().map(NodeTuple::getKeyNode).toList());
      if (at < 0) {
        return false;
      }
      alone = new MappingNode(Tag.MAP, List.of(entries.get(at)), FlowStyle.BLOCK);
      node = entries.get(at).getValueNode();
      return true;
    }

    private boolean narrow(SequenceNode sequence) {
      int at = last(sequence, sequence.getValue());
      if (at < 0) {
        return false;
      }
      node = sequence.getValue().get(at);
      alone = new SequenceNode(Tag.SEQ, List.of(node), FlowStyle.BLOCK);
      return true;
    }

    /** The part in whose lines the change is, and narrows to them; less than 0: there is none. */
    private int last(CollectionNode<?> owner, List<? extends Node> parts) {
      int at = parts.size() - 1;
      while (at >= 0 && line(parts.get(at)) >= from) {
        at--;
      }
      boolean item = owner instanceof SequenceNode;
      if (at < 0
          || owner.getFlowStyle() != FlowStyle.BLOCK
          || !(item || parts.get(at) instanceof ScalarNode)
          // The indentation alone decides whose entry or item it is.
          || text.substring(line(parts.get(at)), from).isBlank()) {
        return -1;
      }
      int next = at + 1 < parts.size() ? line(parts.get(at + 1)) : end;
      if (to > next
          || line(parts.get(at)) < start
          || !isFirst(parts.get(at), item)
          || (next < end && !isFirst(parts.get(at + 1), item))) {
        return -1;
      }
      start = line(parts.get(at));
      end = next;
      return at;
    }

    private static int line(Node node) {
      Mark mark = mark(node);
      return mark.getIndex() - mark.getColumn();
    }

    /** Whether nothing else stands before it in its line. */
    private boolean isFirst(Node node, boolean item) {
      String before = text.substring(line(node), mark(node).getIndex());
      return item ? ITEM.matcher(before).matches() : before.isBlank();
    }

    private static Mark mark(Node node) {
      return node.getStartMark().orElseThrow();
    }
  }

  /**
   * Empty where the document is small, or the lines cannot be distinguished safely, before the
   * change or after it.
   */
  static Optional<ChangedBlock> of(YamlFile file, String after, TextChange change, int enough) {
    String text = file.text();
    if (file.documents().size() != 1
        // An anchor may stand before these lines.
        || !file.aliased().isEmpty()
        || text.length() <= enough
        || text.codePointCount(0, text.length()) < text.length()
        || OTHER_BREAKS.chars().anyMatch(other -> text.indexOf(other) >= 0)) {
      return Optional.empty();
    }
    Search search = new Search(text, file.documents().getFirst(), change);
    boolean narrowed = true;
    while (narrowed && search.end - search.start > enough) {
      narrowed = search.narrow();
    }
    String lines = after.substring(search.start, search.end + change.growth());
    boolean whole = search.end == text.length() || lines.endsWith("\n") || lines.endsWith("\r");
    // Without its break the last line goes on in one that is not read here. A marker of a document
    // says nothing here, and ends or starts what holds these lines there.
    return whole && !MARKER.matcher(lines).find()
        ? Optional.ofNullable(search.alone).map(alone -> new ChangedBlock(alone, lines))
        : Optional.empty();
  }
}
