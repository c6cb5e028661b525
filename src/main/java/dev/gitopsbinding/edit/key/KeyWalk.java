package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.model.key.KeyPath;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Goes the way of a key, from the root of a document. */
sealed interface KeyWalk {
  /**
   * The key is there.
   *
   * @param key from the root of the document
   * @param owner what holds the node
   */
  record Found(KeyDocument document, KeyPath key, ResolvedNode owner, ResolvedNode node)
      implements KeyWalk {}

  /**
   * The key is not there.
   *
   * @param reached how many steps there are
   * @param last where they lead
   * @param fitting how many items fit the next step, which has to be one
   */
  record Missing(
      KeyDocument document, KeyPath key, int reached, ResolvedNode last, List<ResolvedNode> fitting)
      implements KeyWalk {
    /** Where the last step that is there leads. */
    KeyPath prefix() {
      return key.first(reached);
    }

    KeyPath.Step step() {
      return key.steps().get(reached);
    }
  }

  /** The key in a document; in a HelmRelease also below its values, if the document has it not. */
  static KeyWalk of(KeyDocument document, KeyPath key) {
    KeyWalk walk = from(document, document.root(), key, 0);
    Optional<ResolvedNode> values =
        document.isRelease() && walk instanceof Missing(_, _, int reached, _, _) && reached == 0
            ? document.values()
            : Optional.empty();
    return values.isEmpty()
        ? walk
        : from(document, values.get(), belowValues(key), KeyDocument.VALUES.size());
  }

  private static KeyPath belowValues(KeyPath key) {
    KeyPath below = KeyPath.ROOT;
    for (String name : KeyDocument.VALUES) {
      below = below.plus(name);
    }
    for (KeyPath.Step step : key.steps()) {
      below = below.plus(step);
    }
    return below;
  }

  private static KeyWalk from(KeyDocument document, ResolvedNode start, KeyPath key, int first) {
    ResolvedNode owner = start;
    ResolvedNode node = start;
    for (int at = first; at < key.steps().size(); at++) {
      List<ResolvedNode> next = next(node, key.steps().get(at));
      if (next.size() != 1) {
        return new Missing(document, key, at, node, next);
      }
      owner = node;
      node = next.getFirst();
    }
    return new Found(document, key, owner, node);
  }

  private static List<ResolvedNode> next(ResolvedNode node, KeyPath.Step step) {
    return switch (step) {
      case KeyPath.Key(String name) ->
          node.node() instanceof MappingNode ? node.get(name).stream().toList() : List.of();
      case KeyPath.Index(int index) -> node.items().stream().skip(index).limit(1).toList();
      case KeyPath.Item(String field, String value) ->
          node.node() instanceof SequenceNode
              ? node.items().stream()
                  .filter(item -> item.text(field).filter(value::equals).isPresent())
                  .toList()
              : List.of();
    };
  }
}
