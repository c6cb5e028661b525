package dev.gitopsbinding.edit.yaml;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import org.jspecify.annotations.Nullable;

/**
 * Reads versions of one file. What was read to recognize the file is not read again; so keep a
 * reader no longer than for one read or edit, as nodes take far more memory than text.
 *
 * @param limits for the parser
 * @param known a version that was read before; null: none
 * @param file what was read of it; null: nothing
 */
public record YamlFileReader(
    RepositoryPath path, YamlLimits limits, @Nullable Content known, @Nullable YamlFile file) {
  /** Knows no version yet. */
  public YamlFileReader(RepositoryPath path, YamlLimits limits) {
    this(path, limits, null, null);
  }

  /** The same, which knows what was read of a version. */
  public YamlFileReader with(Content content, YamlFile read) {
    return new YamlFileReader(path, limits, content, read);
  }

  /** A version of the file; a failure says where it is not UTF-8 or not YAML. */
  @SuppressWarnings("ReferenceEquality") // Comparing the bytes would take longer than it saves.
  public Result<YamlFile> read(Content content) {
    YamlFile before = file;
    return before != null && content == known
        ? Result.ok(before)
        : YamlFile.parse(path, content, limits);
  }
}
