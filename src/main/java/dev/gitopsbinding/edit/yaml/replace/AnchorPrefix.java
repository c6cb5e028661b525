package dev.gitopsbinding.edit.yaml.replace;

import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The anchor before a scalar, such as {@code &tag }, which marks count as a part of the scalar. */
final class AnchorPrefix {
  private AnchorPrefix() {}

  /**
   * How many chars of a scalar's raw text are its anchor and the spaces behind that. None if it has
   * no anchor, or something else stands between the two, such as a YAML tag.
   */
  static int length(ScalarNode scalar, String raw) {
    String anchor = scalar.getAnchor().map(name -> "&" + name.getValue()).orElse("");
    if (anchor.isEmpty() || !raw.startsWith(anchor)) {
      return 0;
    }
    int end = anchor.length();
    while (end < raw.length() && raw.charAt(end) == ' ') {
      end++;
    }
    return end;
  }
}
