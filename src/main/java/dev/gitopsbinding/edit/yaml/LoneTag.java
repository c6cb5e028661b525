package dev.gitopsbinding.edit.yaml;

import dev.gitopsbinding.edit.uneditable.Placeholder;
import dev.gitopsbinding.model.image.ImageReference;
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
  private static final char DIGEST = '@';

  /** The tag at a key of a mapping, whether the mapping has the key or not. */
  public LoneTag(ResolvedNode owner, String key, String image) {
    this(owner, key, image, owner.get(key).orElse(null));
  }

  /** The value, if there is one. */
  public Optional<ResolvedNode> value() {
    return Optional.ofNullable(found);
  }

  /** The scalar, if the value is one. */
  public Optional<ScalarNode> scalar() {
    return value().flatMap(ResolvedNode::scalar);
  }

  /** The tag as the file writes it, with the digest behind it; empty if there is none. */
  public String text() {
    return found == null || found.isNull() ? "" : scalar().map(ScalarNode::getValue).orElse("");
  }

  /** The tag without the digest behind it; empty if there is none. */
  public String tag() {
    int at = text().indexOf(DIGEST);
    return at < 0 ? text() : text().substring(0, at);
  }

  /** The digest behind the tag; empty if there is none. */
  public Optional<String> digest() {
    int at = text().indexOf(DIGEST);
    return at < 0 ? Optional.empty() : Optional.of(text().substring(at + 1));
  }

  /** Whether something else than a tag, with or without a digest, stands there. */
  public boolean isNoTag() {
    return !text().isEmpty() && !ImageReference.isTag(tag());
  }

  /**
   * The image with its tag, as one text, which statuses show. What is no tag may be a password, if
   * a key is wrong, and anything long; of that only placeholders are shown, and the length else.
   */
  public String imageText() {
    String text = text();
    if (text.isEmpty()) {
      return image;
    }
    boolean shown = !isNoTag() || Placeholder.in(text).isPresent();
    return image + ":" + (shown ? Excerpt.image(text) : "(" + Excerpt.hidden(text) + ")");
  }

  /** The line of the value, or else of the mapping, counted from 1. */
  public int line() {
    return value().orElse(owner).line();
  }
}
