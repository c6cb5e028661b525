package dev.gitopsbinding.edit.yaml.replace;

import java.util.IdentityHashMap;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Compares what was read of two texts, wherever it stands in them. */
final class NodeComparison {
  /**
   * The nodes with anchors that were compared, or are being compared, with those like them; both
   * ways.
   */
  private final IdentityHashMap<Node, Node> anchored = new IdentityHashMap<>();

  private NodeComparison() {}

  /** Whether all documents are the same. */
  static boolean isSame(List<Node> documents, List<Node> others) {
    return new NodeComparison().areSame(documents, others);
  }

  private boolean areSame(List<Node> nodes, List<Node> others) {
    boolean same = nodes.size() == others.size();
    for (int i = 0; same && i < nodes.size(); i++) {
      same = isSame(nodes.get(i), others.get(i));
    }
    return same;
  }

  @SuppressWarnings("ReferenceEquality") // An alias is the same node, not an equal one.
  private boolean isSame(Node node, Node other) {
    Node known = node.getAnchor().isPresent() ? anchored.putIfAbsent(node, other) : null;
    Node back = other.getAnchor().isPresent() ? anchored.putIfAbsent(other, node) : null;
    if (known != null || back != null) {
      return known == other && back == node;
    }
    return node.getTag().equals(other.getTag())
        && switch (node) {
          case MappingNode mapping -> other instanceof MappingNode like && isSame(mapping, like);
          case SequenceNode sequence ->
              other instanceof SequenceNode like && areSame(sequence.getValue(), like.getValue());
          case ScalarNode scalar -> other instanceof ScalarNode like && isSame(scalar, like);
          default -> false;
        };
  }

  private boolean isSame(MappingNode mapping, MappingNode other) {
    List<NodeTuple> entries = mapping.getValue();
    List<NodeTuple> others = other.getValue();
    boolean same = entries.size() == others.size();
    for (int i = 0; same && i < entries.size(); i++) {
      same =
          isSame(entries.get(i).getKeyNode(), others.get(i).getKeyNode())
              && isSame(entries.get(i).getValueNode(), others.get(i).getValueNode());
    }
    return same;
  }

  /** Without quotes a text may be a number. */
  private static boolean isSame(ScalarNode scalar, ScalarNode other) {
    return scalar.getValue().equals(other.getValue()) && scalar.isPlain() == other.isPlain();
  }
}
