package dev.gitopsbinding.status.rollout;

import dev.gitopsbinding.model.ShortCommits;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Shows the tags of images in messages. */
final class ShortTags {
  private ShortTags() {}

  /** The tags of images that are separated by commas; an image without a tag is shown in full. */
  static String ofImages(String images) {
    return Arrays.stream(images.split(", "))
        .map(image -> ManifestSeen.tagOf(image).map(ShortCommits::in).orElse(image))
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
