package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.model.key.KeyPath;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Finds the place in a document whose key ends most like a key that is not there. */
final class SuffixSearch {
  private final List<KeyPath.Step> wanted;
  private final Set<Node> visited = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable KeyPath best;
  private int bestCount;

  private SuffixSearch(List<KeyPath.Step> wanted) {
    this.wanted = wanted;
  }

  /** The first of the longest matches; empty if no place has the same last step. */
  static Optional<KeyPath> of(KeyDocument document, KeyPath key) {
    SuffixSearch search = new SuffixSearch(key.steps());
    search.walk(document.root(), KeyPath.ROOT);
    return Optional.ofNullable(search.best);
  }

  private void walk(ResolvedNode node, KeyPath at) {
    if (!visited.add(node.node())) {
      return;
    }
    for (Map.Entry<String, ResolvedNode> entry : node.entries().entrySet()) {
      compare(at, new KeyPath.Key(entry.getKey()));
      if (entry.getValue().scalar().isEmpty()) {
        walk(entry.getValue(), at.plus(entry.getKey()));
      }
    }
    List<ResolvedNode> items = node.items();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).scalar().isEmpty()) {
        walk(items.get(i), at.plus(new KeyPath.Index(i)));
      }
    }
  }

  private void compare(KeyPath at, KeyPath.Step last) {
    if (!wanted.getLast().equals(last)) {
      return;
    }
    int count = 1;
    int own = at.steps().size();
    while (count < wanted.size()
        && count <= own
        && wanted.get(wanted.size() - 1 - count).equals(at.steps().get(own - count))) {
      count++;
    }
    if (count > bestCount) {
      bestCount = count;
      best = at.plus(last);
    }
  }
}
