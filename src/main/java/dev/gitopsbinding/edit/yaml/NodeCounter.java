package dev.gitopsbinding.edit.yaml;

import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Counts the nodes of a text while they are made, and their depth, and stops where they are too
 * many.
 */
final class NodeCounter {
  /** More than any Kubernetes resource needs, and far less than the stack of a thread allows. */
  static final int MAX_DEPTH = 200;

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

  /**
   * Has counted nothing yet.
   *
   * @param maxValues how many keys, texts, mappings and sequences are allowed
   * @param length of the text, in chars
   */
  NodeCounter(int maxValues, int length) {
    this.maxValues = maxValues;
    this.maxLevels = LEVELS_ALWAYS_ALLOWED + (long) LEVELS_PER_CHARACTER * length;
  }

  /** A mapping or a sequence begins. */
  void enter() {
    depth++;
    if (depth > MAX_DEPTH) {
      throw new YamlFailure.TooDeepException("it is nested deeper than " + MAX_DEPTH + " levels");
    }
    count();
  }

  /** The last mapping or sequence that began ends. */
  void leave() {
    depth--;
  }

  /** A key or a text. */
  void count() {
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
