package dev.gitopsbinding.yaml;

/**
 * What a manifest file may ask of the parser.
 *
 * @param aliases how many aliases of mappings and sequences one document may hold, at least 0
 */
public record YamlLimits(int aliases) {
  /** The values for production. */
  public static final YamlLimits DEFAULT = new YamlLimits(50);
}
