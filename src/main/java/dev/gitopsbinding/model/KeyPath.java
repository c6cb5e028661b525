package dev.gitopsbinding.model;

/**
 * Where a value stands in a YAML document.
 *
 * @param text as users write it, for example {@code image.tag}
 */
public record KeyPath(String text) {
  @Override
  public String toString() {
    return text;
  }
}
