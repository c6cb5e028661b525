package dev.gitopsbinding.plan;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * What the manifest file held at a tip.
 *
 * @param images the selected images as the file writes them, at least one, in the order of the file
 * @param rewritten whether the commit that the status names may have left the branch
 */
public record ManifestSeen(CommitSha tip, List<String> images, boolean rewritten) {
  /** Copies the list. */
  public ManifestSeen {
    images = List.copyOf(images);
  }

  /** What was seen in a branch that was not rewritten. */
  public ManifestSeen(CommitSha tip, List<String> images) {
    this(tip, images, false);
  }

  /** Whether every selected image has the tag. */
  public boolean holds(String tag) {
    return allHave(images, tag);
  }

  /** Whether every image has the tag. */
  static boolean allHave(List<String> images, String tag) {
    return images.stream().map(ManifestSeen::tagOf).allMatch(Optional.of(tag)::equals);
  }

  /** The distinct images, separated by commas. */
  public String shown() {
    return shown(images);
  }

  /** The distinct ones of some images, separated by commas. */
  public static String shown(List<String> images) {
    return String.join(", ", images.stream().distinct().toList());
  }

  /** An image with its tag replaced, or with a tag appended if it has none. */
  public static String tagged(String image, String tag) {
    int old = tagOf(image).map(before -> before.length() + 1).orElse(0);
    return image.substring(0, image.length() - old) + ":" + tag;
  }

  /** The tag of an image, if it has one. */
  public static Optional<String> tagOf(String image) {
    return ImageReference.parse(image).map(ImageReference::tag);
  }
}
