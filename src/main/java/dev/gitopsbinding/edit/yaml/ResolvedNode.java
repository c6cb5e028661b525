package dev.gitopsbinding.edit.yaml;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A node of a file, reached from the root of its document.
 *
 * @param aliased whether the node, or one of its ancestors, appears in more than one place
 * @param file the file that holds the node
 */
public record ResolvedNode(Node node, boolean aliased, YamlFile file) {
  /** The plain texts of a null (YAML 1.2, 10.3.2, and YAML 1.1, type repository, "null"). */
  public static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  private static final String MERGE_KEY = "<<";

  public static ResolvedNode root(Node node, YamlFile file) {
    return new ResolvedNode(node, file.aliased().contains(node), file);
  }

  /**
   * The value of a key: the mapping's own value, else the value in the first merged mapping that
   * has the key (YAML 1.1, type repository, "Merge Key Language-Independent Type").
   */
  public Optional<ResolvedNode> get(String key) {
    return own(key).or(() -> isMerging() ? merged(key, visits()) : Optional.empty());
  }

  /** The value of a key if it is a scalar. */
  public Optional<String> text(String key) {
    return get(key)
        .map(ResolvedNode::node)
        .filter(ScalarNode.class::isInstance)
        .map(value -> ((ScalarNode) value).getValue());
  }

  /**
   * The values of all keys that are scalars, by the text of the key: the mapping's own in the order
   * of the file, then those of merged mappings. None if the node is something else.
   */
  public Map<String, ResolvedNode> entries() {
    Map<String, ResolvedNode> entries = new LinkedHashMap<>();
    collect(entries, isMerging() ? visits() : Set.of());
    return entries;
  }

  /** The scalar, if the node is one. */
  public Optional<ScalarNode> scalar() {
    return node instanceof ScalarNode scalar ? Optional.of(scalar) : Optional.empty();
  }

  /** Whether the node is a null. */
  public boolean isNull() {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && NULLS.contains(scalar.getValue());
  }

  /** The line where the node begins, counted from 1. */
  public int line() {
    return node.getStartMark().orElseThrow().getLine() + 1;
  }

  /** The items of a sequence; none if the node is something else. */
  public List<ResolvedNode> items() {
    return node instanceof SequenceNode sequence
        ? sequence.getValue().stream().map(this::child).toList()
        : List.of();
  }

  private static Set<Node> visits() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** The mapping's own value of a key. Files have thousands of mappings, so no stream is made. */
  private Optional<ResolvedNode> own(String key) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (isKey(entry, key)) {
          return Optional.of(child(entry.getValueNode()));
        }
      }
    }
    return Optional.empty();
  }

  private boolean isMerging() {
    return own(MERGE_KEY).isPresent();
  }

  private Optional<ResolvedNode> get(String key, Set<Node> visited) {
    return own(key).or(() -> merged(key, visited));
  }

  private Optional<ResolvedNode> merged(String key, Set<Node> visited) {
    return node instanceof MappingNode mapping && visited.add(node)
        ? values(mapping, MERGE_KEY)
            .flatMap(ResolvedNode::merged)
            .flatMap(merged -> merged.get(key, visited).stream())
            .findFirst()
        : Optional.empty();
  }

  /**
   * @param visited the mappings whose entries are there; not asked if this one merges none
   */
  private void collect(Map<String, ResolvedNode> entries, Set<Node> visited) {
    boolean merging = isMerging();
    if (!(node instanceof MappingNode mapping) || (merging && !visited.add(node))) {
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key && !key.getValue().equals(MERGE_KEY)) {
        entries.putIfAbsent(key.getValue(), child(entry.getValueNode()));
      }
    }
    if (merging) {
      values(mapping, MERGE_KEY)
          .flatMap(ResolvedNode::merged)
          .forEach(merged -> merged.collect(entries, visited));
    }
  }

  private Stream<ResolvedNode> merged() {
    return node instanceof SequenceNode ? items().stream() : Stream.of(this);
  }

  private Stream<ResolvedNode> values(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(entry -> isKey(entry, key))
        .map(entry -> child(entry.getValueNode()));
  }

  private ResolvedNode child(Node child) {
    return new ResolvedNode(child, aliased || file.aliased().contains(child), file);
  }

  private static boolean isKey(NodeTuple entry, String key) {
    return entry.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key);
  }
}
