package dev.gitopsbinding.edit.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A tag or digest that stands alone, as the value of a key.
 *
 * @param owner the mapping that holds the key, or is to hold it
 * @param image the image that the tag belongs to, for messages
 */
public record LoneTag(ResolvedNode owner, String key, String image) {
  /** The value, if the mapping has the key. */
  Optional<ResolvedNode> value() {
    return owner.get(key);
  }

  /** The scalar, if the value is one. */
  Optional<ScalarNode> scalar() {
    return value()
        .map(ResolvedNode::node)
        .filter(ScalarNode.class::isInstance)
        .map(ScalarNode.class::cast);
  }

  /** The line of the value, or else of the mapping, counted from 1. */
  public int line() {
    return value().orElse(owner).node().getStartMark().orElseThrow().getLine() + 1;
  }
}
