package dev.gitopsbinding.edit.yaml;

/**
 * The limits of the parser for one manifest file.
 *
 * @param aliases how many aliases of mappings and sequences one document may hold, at least 0
 * @param values how many keys, texts, mappings and sequences one file may hold, at least 1; each
 *     takes about 300 bytes of memory, but only a few bytes of the file
 */
public record YamlLimits(int aliases, int values) {
  /** The densest manifests have a value about every 9 bytes. */
  private static final int BYTES_PER_VALUE = 8;

  /** Values that every file may hold, so that a small one may be dense. */
  private static final int ALWAYS_ALLOWED = 16 << 10;

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
