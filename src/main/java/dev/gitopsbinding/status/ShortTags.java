package dev.gitopsbinding.status;

import dev.gitopsbinding.plan.ManifestSeen;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tags for prose: commits in them are cut to 7 digits, as git shows them. */
final class ShortTags {
  private static final Pattern LONG_COMMIT = Pattern.compile("[0-9a-f]{8,40}");

  private ShortTags() {}

  static String shorten(String tag) {
    return LONG_COMMIT.matcher(tag).replaceAll(hex -> hex.group().substring(0, 7));
  }

  /** The tags of images that are separated by commas; what has no tag is shown whole. */
  static String ofImages(String images) {
    return Arrays.stream(images.split(", "))
        .map(image -> ManifestSeen.tagOf(image).map(ShortTags::shorten).orElse(image))
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
