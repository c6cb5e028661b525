package dev.gitopsbinding.yaml;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Composes nodes from text that nobody vouches for: bounded in depth, and without merging. */
final class BoundedComposer extends Composer {
  /** Deeper than any resource of Kubernetes, and far from the end of a thread's stack. */
  static final int MAX_DEPTH = 200;

  private int depth;

  private BoundedComposer(LoadSettings settings, String text) {
    super(settings, new ParserImpl(settings, new StreamReader(settings, text)));
  }

  static BoundedComposer of(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            // One read of the whole text: the reader copies its window at every further one, which
            // takes quadratic time where a scalar is longer than the buffer.
            .setBufferSize(text.length() + 1)
            // No alias is expanded here; YamlFile counts them.
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();
    return new BoundedComposer(settings, text);
  }

  @Override
  protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
    enter();
    SequenceNode node = super.composeSequenceNode(anchor);
    depth--;
    return node;
  }

  @Override
  protected Node composeMappingNode(Optional<Anchor> anchor) {
    enter();
    Node node = super.composeMappingNode(anchor);
    depth--;
    return node;
  }

  @Override
  protected void composeMappingChildren(List<NodeTuple> children, MappingNode node) {
    super.composeMappingChildren(children, node);
    // The engine merges where a key is tagged !!merge, and never ends if a mapping merges itself.
    node.setHasMergeTag(false);
  }

  private void enter() {
    depth++;
    if (depth > MAX_DEPTH) {
      throw new YamlFault.TooDeepException(MAX_DEPTH);
    }
  }
}
