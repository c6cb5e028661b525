package dev.gitopsbinding.status.rollout;

import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the manifest repository holds the desired tag, as far as is known. */
public enum Written {
  YES,
  NO,
  UNKNOWN;

  /** Decides by the manifest status, which holds what was read last. */
  public static Written of(@Nullable String desiredTag, @Nullable ManifestStatus manifest) {
    if (desiredTag == null || manifest == null || manifest.image() == null) {
      return UNKNOWN;
    }
    boolean all =
        images(manifest)
            .allMatch(image -> ManifestSeen.tagOf(image).equals(Optional.of(desiredTag)));
    return all ? YES : NO;
  }

  /** The one tag that all images in the file have; empty if they differ or it is not known. */
  public static Optional<String> tag(@Nullable ManifestStatus manifest) {
    List<Optional<String>> tags =
        manifest == null
            ? List.of()
            : images(manifest).map(ManifestSeen::tagOf).distinct().toList();
    return tags.size() == 1 ? tags.getFirst() : Optional.empty();
  }

  /** The distinct images that the file holds. */
  public static Stream<String> images(ManifestStatus manifest) {
    return manifest.image() == null ? Stream.empty() : Arrays.stream(manifest.image().split(", "));
  }
}
