package dev.gitopsbinding.edit;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * The comment behind a value that Flux's image automation writes (Flux documentation, "Configure
 * image updates", the setters strategy).
 */
public final class FluxMarkerSearch {
  private static final String MARKER = "{\"$imagepolicy\":";

  private FluxMarkerSearch() {}

  /**
   * Whether a line of a file has a marker behind the tag of one of some images. A file without
   * markers is searched once for that.
   */
  public static boolean isBehind(List<String> images, Content content) {
    int found = content.indexOf(MARKER, 0);
    if (found < 0) {
      return false;
    }
    List<String> tags =
        images.stream()
            .flatMap(image -> ImageReference.parse(image).stream())
            .flatMap(image -> Optional.ofNullable(image.tag()).stream())
            .toList();
    while (found >= 0) {
      String before = lineBefore(content, found);
      if (before.indexOf('#') >= 0 && tags.stream().anyMatch(before::contains)) {
        return true;
      }
      found = content.indexOf(MARKER, found + 1);
    }
    return false;
  }

  private static String lineBefore(Content content, int end) {
    int start = end;
    while (start > 0 && content.at(start - 1) != '\n') {
      start--;
    }
    StringBuilder line = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      line.append((char) (content.at(i) & 0xFF));
    }
    return line.toString();
  }
}
