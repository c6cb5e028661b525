package dev.gitopsbinding.edit.yaml.replace;

import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Compares what one parser read before a change with what another one, for YAML 1.1, reads after
 * it. Only the text after the change is parsed for that. An alias has to stand for the node that
 * had its anchor before the change.
 */
final class NodeVerifier {
  private final Parser after;
  private final Deque<EditVerifier.Edit> edits;

  /** Also those of earlier documents, whose nodes are no others'. */
  private final Map<String, Node> anchors = new HashMap<>();

  private Event event;

  private NodeVerifier(String after, Deque<EditVerifier.Edit> edits) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.after = new ParserImpl(new StreamReader(after), options);
    this.edits = edits;
    this.event = next();
  }

  /**
   * Whether the parser reads exactly these documents, except for the edits, which are removed in
   * this order.
   *
   * @throws RuntimeException if the text is not YAML 1.1
   */
  static boolean reads(List<Node> before, String after, Deque<EditVerifier.Edit> edits) {
    NodeVerifier verifier = new NodeVerifier(after, edits);
    for (Node document : before) {
      if (!verifier.reads(document)) {
        return false;
      }
    }
    return verifier.event.is(Event.ID.StreamEnd) && edits.isEmpty();
  }

  private boolean reads(Node node) {
    if (event instanceof AliasEvent alias) {
      return isFor(alias, node) && takes(Event.ID.Alias);
    }
    noteAnchor(node);
    return switch (node) {
      case MappingNode mapping -> takes(Event.ID.MappingStart) && readsEntries(mapping);
      case SequenceNode sequence -> takes(Event.ID.SequenceStart) && readsItems(sequence);
      case ScalarNode scalar -> readsScalar(scalar);
      default -> false;
    };
  }

  private boolean readsItems(SequenceNode sequence) {
    for (Node item : sequence.getValue()) {
      if (!reads(item)) {
        return false;
      }
    }
    return takes(Event.ID.SequenceEnd);
  }

  private boolean readsEntries(MappingNode mapping) {
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)
          || !readsKey(key)
          || !reads(entry.getValueNode())) {
        return false;
      }
    }
    return takes(Event.ID.MappingEnd) || (isInserted() && takes(Event.ID.MappingEnd));
  }

  private boolean readsKey(ScalarNode key) {
    if (event instanceof AliasEvent alias && isFor(alias, key)) {
      return takes(Event.ID.Alias);
    }
    String text = key.getValue();
    if ((!isText(text) && !isInserted()) || !isText(text)) {
      return false;
    }
    noteAnchor(key);
    return takes(Event.ID.Scalar);
  }

  @SuppressWarnings("ReferenceEquality") // An alias is the same node, not an equal one.
  private boolean isFor(AliasEvent alias, Node node) {
    return anchors.get(alias.getAnchor()) == node;
  }

  private void noteAnchor(Node node) {
    if (event instanceof NodeEvent start && start.getAnchor() != null) {
      anchors.put(start.getAnchor(), node);
    }
  }

  private boolean isText(String text) {
    return event instanceof ScalarEvent scalar && scalar.getValue().equals(text);
  }

  /** Goes behind an entry that is not in the nodes, if that is the next edit. */
  private boolean isInserted() {
    if (!(edits.peek() instanceof EditVerifier.Insertion(String key, String value))
        || !isText(key)
        || !takes(Event.ID.Scalar)
        || !isString(value)) {
      return false;
    }
    edits.remove();
    return takes(Event.ID.Scalar);
  }

  private boolean readsScalar(ScalarNode scalar) {
    if (!event.is(Event.ID.Scalar)) {
      return false;
    }
    boolean same = isText(scalar.getValue());
    if (!same && !isWanted(edits.poll(), scalar.getValue())) {
      return false;
    }
    event = next();
    return true;
  }

  private boolean isWanted(EditVerifier.@Nullable Edit edit, String before) {
    return edit instanceof EditVerifier.Change(String old, String changed)
        && old.equals(before)
        && isString(changed);
  }

  /** Whether the next value is this one, and is read as a string. */
  private boolean isString(String text) {
    return isText(text)
        && event instanceof ScalarEvent scalar
        && scalar.getTag() == null
        && (!scalar.isPlain() || new Resolver().resolve(NodeId.scalar, text, true).equals(Tag.STR));
  }

  private boolean takes(Event.ID wanted) {
    if (!event.is(wanted)) {
      return false;
    }
    event = next();
    return true;
  }

  /** The next part of a document. */
  private Event next() {
    Event next = after.getEvent();
    while (next.is(Event.ID.StreamStart)
        || next.is(Event.ID.DocumentStart)
        || next.is(Event.ID.DocumentEnd)) {
      next = after.getEvent();
    }
    return next;
  }
}
