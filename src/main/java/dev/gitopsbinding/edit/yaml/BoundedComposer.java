package dev.gitopsbinding.edit.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
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
  /** More than any Kubernetes resource needs, and far less than the stack of a thread allows. */
  public static final int MAX_DEPTH = 200;

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

  /**
   * For each token the scanner visits all enclosing levels, so that a text which is deeply nested
   * throughout takes a hundred times as long as others. Manifests have at most 2 levels for each
   * character.
   */
  private static final int LEVELS_PER_CHARACTER = 8;

  /** Allowed for every text, so that a small one may be deeply nested. */
  private static final int LEVELS_ALWAYS_ALLOWED = 100_000;

  private final int maxValues;
  private final long maxLevels;
  private int depth;
  private int values;
  private long levels;

  /** The text holds more values than are allowed. */
  static final class TooManyValuesException extends YamlEngineException {
    private static final long serialVersionUID = 1L;

    TooManyValuesException(int allowed) {
      super("it has more than " + allowed + " values");
    }
  }

  private BoundedComposer(LoadSettings settings, String text, int maxValues) {
    super(settings, new ParserImpl(settings, new StreamReader(settings, text)));
    this.maxValues = maxValues;
    this.maxLevels = LEVELS_ALWAYS_ALLOWED + (long) LEVELS_PER_CHARACTER * text.length();
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
    return new BoundedComposer(settings, text, maxValues);
  }

  @Override
  protected Node composeScalarNode(Optional<Anchor> anchor, List<CommentLine> blockComments) {
    count();
    return super.composeScalarNode(anchor, blockComments);
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
      throw new YamlFailure.TooDeepException("it is nested deeper than " + MAX_DEPTH + " levels");
    }
    count();
  }

  private void count() {
    values++;
    levels += depth;
    if (values > maxValues) {
      throw new TooManyValuesException(maxValues);
    }
    if (levels > maxLevels) {
      throw new YamlFailure.TooDeepException(
          "it is nested " + levels / values + " levels deep throughout, which takes too long");
    }
  }
}
