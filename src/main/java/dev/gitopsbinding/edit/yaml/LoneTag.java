package dev.gitopsbinding.edit.yaml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A tag or digest that stands alone, as the value of a key or an item of a list.
 *
 * @param owner the mapping that holds the key, or is to hold it; or the list
 * @param image the image that the tag belongs to, for messages
 * @param found the value; null if it is to be inserted into the mapping
 */
public record LoneTag(ResolvedNode owner, String key, String image, @Nullable ResolvedNode found) {
  /** The tag at a key of a mapping, whether the mapping has the key or not. */
  public LoneTag(ResolvedNode owner, String key, String image) {
    this(owner, key, image, owner.get(key).orElse(null));
  }

  /** The value, if there is one. */
  Optional<ResolvedNode> value() {
    return Optional.ofNullable(found);
  }

  /** The scalar, if the value is one. */
  Optional<ScalarNode> scalar() {
    return value().flatMap(ResolvedNode::scalar);
  }

  /** The tag as the file writes it; empty if there is none. */
  public String text() {
    return found == null || found.isNull() ? "" : scalar().map(ScalarNode::getValue).orElse("");
  }

  /** The line of the value, or else of the mapping, counted from 1. */
  public int line() {
    return value().orElse(owner).line();
  }
}
