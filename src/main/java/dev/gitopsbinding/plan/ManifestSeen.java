package dev.gitopsbinding.plan;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * What the manifest file held at a tip.
 *
 * @param images the texts of the selected image scalars, at least one, in the order of the file
 */
public record ManifestSeen(CommitSha tip, List<String> images) {
  /** Copies the list. */
  public ManifestSeen {
    images = List.copyOf(images);
  }

  /** Whether every selected scalar carries {@code tag}. */
  public boolean holds(String tag) {
    return images.stream().map(ManifestSeen::tagOf).allMatch(Optional.of(tag)::equals);
  }

  /** The distinct image texts, separated by a comma. */
  public String shown() {
    return String.join(", ", images.stream().distinct().toList());
  }

  /** The tag of an image text, if it has one. */
  public static Optional<String> tagOf(String image) {
    return ImageReference.parse(image).flatMap(ImageReference::tag);
  }
}
