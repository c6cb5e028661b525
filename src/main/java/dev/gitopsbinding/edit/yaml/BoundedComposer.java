package dev.gitopsbinding.edit.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Composes nodes from untrusted text: bounded in depth and number, and without resolving merge keys
 * or the types of scalars.
 */
public final class BoundedComposer extends Composer {
  /** The deepest nesting that is read. */
  public static final int MAX_DEPTH = NodeCounter.MAX_DEPTH;

  /**
   * What every scalar without a tag in the file has as its tag. An edit needs the types of a few
   * scalars at most, and to match all of them with the patterns of each type takes a tenth of the
   * time.
   */
  public static final Tag UNRESOLVED = new Tag("!unresolved");

  private static final Schema WITHOUT_TYPES =
      new Schema() {
        @Override
        public ScalarResolver getScalarResolver() {
          return (_, _) -> UNRESOLVED;
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
          return Map.of();
        }
      };

  private final NodeCounter counter;

  private BoundedComposer(LoadSettings settings, String text, NodeCounter counter) {
    super(settings, new ParserImpl(settings, new StreamReader(settings, text)));
    this.counter = counter;
  }

  static BoundedComposer of(String text, int maxValues) {
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(WITHOUT_TYPES)
            // The whole text in one read: the reader copies its window at every further read, which
            // takes quadratic time if a scalar is longer than the buffer.
            .setBufferSize(text.length() + 1)
            // The composer expands no alias; YamlFile counts them.
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            // The caller limits the size of the file; by default the engine refuses 3 MiB and more.
            .setCodePointLimit(text.length() + 1)
            .build();
    return new BoundedComposer(settings, text, new NodeCounter(maxValues, text.length()));
  }

  @Override
  protected Node composeScalarNode(Optional<Anchor> anchor, List<CommentLine> blockComments) {
    counter.count();
    return super.composeScalarNode(anchor, blockComments);
  }

  @Override
  protected SequenceNode composeSequenceNode(Optional<Anchor> anchor) {
    counter.enter();
    SequenceNode node = super.composeSequenceNode(anchor);
    counter.leave();
    return node;
  }

  @Override
  protected Node composeMappingNode(Optional<Anchor> anchor) {
    counter.enter();
    Node node = super.composeMappingNode(anchor);
    counter.leave();
    return node;
  }

  @Override
  protected void composeMappingChildren(List<NodeTuple> children, MappingNode node) {
    super.composeMappingChildren(children, node);
    // The engine merges where a key is tagged !!merge, and never ends if a mapping merges itself.
    node.setHasMergeTag(false);
  }
}
