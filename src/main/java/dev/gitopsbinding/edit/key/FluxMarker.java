package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.yaml.YamlFile;

/**
 * The comment behind a value that Flux's image automation writes (Flux documentation, "Configure
 * image update for custom resources").
 */
final class FluxMarker {
  private static final String MARKER = "{\"$imagepolicy\":";

  private FluxMarker() {}

  /** Whether a line, counted from 1, ends with a marker. */
  static boolean isInLine(YamlFile file, int line) {
    int start = 0;
    for (int before = 1; before < line; before++) {
      start = file.text().indexOf('\n', start) + 1;
      if (start == 0) {
        return false;
      }
    }
    int end = file.text().indexOf('\n', start);
    String text = file.text().substring(start, end < 0 ? file.text().length() : end);
    int comment = text.indexOf('#');
    return comment >= 0 && text.indexOf(MARKER, comment) >= 0;
  }
}
