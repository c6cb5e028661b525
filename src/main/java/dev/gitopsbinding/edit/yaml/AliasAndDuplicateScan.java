package dev.gitopsbinding.edit.yaml;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Visits each node of a document once, and finds the nodes that appear in more than one place and
 * the first key that a mapping holds twice (forbidden by YAML 1.2.2, section 3.2.1.3).
 */
final class AliasAndDuplicateScan {
  /** A key that occurs twice in one mapping; lines count from 1. */
  record DuplicateKey(String key, int firstLine, int secondLine) {}

  /** Of so few keys each is compared with each, which takes less time than to hash them. */
  private static final int FEW = 8;

  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Node> aliased = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable DuplicateKey duplicate;
  private int aliases;

  void walk(Node node) {
    // Only a node with an anchor can appear again.
    if (node.getAnchor().isPresent() && !seen.add(node)) {
      aliased.add(node);
      aliases += node instanceof ScalarNode ? 0 : 1;
      return;
    }
    switch (node) {
      case MappingNode mapping -> walkMapping(mapping);
      case SequenceNode sequence -> sequence.getValue().forEach(this::walk);
      default -> {}
    }
  }

  /** The nodes that appear in more than one place, by identity. */
  Set<Node> aliased() {
    return Collections.unmodifiableSet(aliased);
  }

  /** The number of aliases of mappings and sequences so far. */
  int aliases() {
    return aliases;
  }

  /** The first key that a mapping holds twice. */
  Optional<DuplicateKey> duplicate() {
    return Optional.ofNullable(duplicate);
  }

  private void walkMapping(MappingNode mapping) {
    List<NodeTuple> entries = mapping.getValue();
    if (duplicate == null) {
      if (entries.size() <= FEW) {
        compareEach(entries);
      } else {
        compareByHash(entries);
      }
    }
    for (NodeTuple entry : entries) {
      walk(entry.getKeyNode());
      walk(entry.getValueNode());
    }
  }

  private void compareEach(List<NodeTuple> entries) {
    for (int i = 1; i < entries.size(); i++) {
      for (int j = 0; j < i && duplicate == null; j++) {
        if (entries.get(i).getKeyNode() instanceof ScalarNode key
            && entries.get(j).getKeyNode() instanceof ScalarNode first
            && key.getValue().equals(first.getValue())) {
          duplicate = new DuplicateKey(key.getValue(), line(first), line(key));
        }
      }
    }
  }

  private void compareByHash(List<NodeTuple> entries) {
    Map<String, Node> keys = HashMap.newHashMap(entries.size());
    for (NodeTuple entry : entries) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        Node first = keys.putIfAbsent(key.getValue(), key);
        if (first != null && duplicate == null) {
          duplicate = new DuplicateKey(key.getValue(), line(first), line(key));
        }
      }
    }
  }

  private static int line(Node node) {
    return node.getStartMark().orElseThrow().getLine() + 1;
  }
}
