package dev.gitopsbinding.edit.yaml;

/**
 * What a manifest file may ask of the parser.
 *
 * @param aliases how many aliases of mappings and sequences one document may hold, at least 0
 * @param values how many keys, texts, mappings and sequences one file may hold, at least 1; each
 *     takes some 300 bytes of memory, so that few bytes of a file could ask for many
 */
public record YamlLimits(int aliases, int values) {
  /** The densest manifests have a value every 9 bytes or so. */
  private static final int BYTES_PER_VALUE = 8;

  /** A small file may be as dense as it likes. */
  private static final int ALWAYS_ALLOWED = 16 << 10;

  /** The values for production. */
  public static final YamlLimits DEFAULT = of(50, 1 << 20);

  /**
   * The limits for files of a size.
   *
   * @param aliases how many aliases of mappings and sequences one document may hold, at least 0
   * @param maxFileBytes the largest file that is read
   */
  public static YamlLimits of(int aliases, int maxFileBytes) {
    return new YamlLimits(aliases, Math.max(ALWAYS_ALLOWED, maxFileBytes / BYTES_PER_VALUE));
  }
}
