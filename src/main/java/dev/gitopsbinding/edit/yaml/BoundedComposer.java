package dev.gitopsbinding.edit.yaml;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Composes nodes from text that nobody vouches for: bounded in depth and number, and without
 * merging.
 */
public final class BoundedComposer extends Composer {
  /** Deeper than any resource of Kubernetes, and far from the end of a thread's stack. */
  public static final int MAX_DEPTH = 200;

  /**
   * The scanner goes through all levels around a token, so that a text which is deep throughout
   * takes a hundred times as long as others. In manifests it is 2 levels a character at most.
   */
  private static final int LEVELS_PER_CHARACTER = 8;

  /** A small text may be as deep as it likes. */
  private static final int LEVELS_ALWAYS_ALLOWED = 100_000;

  private final int maxValues;
  private final long maxLevels;
  private int depth;
  private int values;
  private long levels;

  /** The text has more values than are allowed. */
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
            // One read of the whole text: the reader copies its window at every further one, which
            // takes quadratic time where a scalar is longer than the buffer.
            .setBufferSize(text.length() + 1)
            // No alias is expanded here; YamlFile counts them.
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            // The caller limits the size of the file; the engine would refuse more than 3 MiB.
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
