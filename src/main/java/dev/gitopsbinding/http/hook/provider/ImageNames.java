package dev.gitopsbinding.http.hook.provider;

import dev.gitopsbinding.model.image.ImageReference;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes images of the names in payloads. */
final class ImageNames {
  private ImageNames() {}

  /**
   * An image with a tag.
   *
   * @param name of the repository, with or without a tag of its own; may be anything
   * @param tag empty if the name has it
   * @return empty if there is no such image
   */
  static Optional<ImageReference> tagged(String name, String tag) {
    return ImageReference.parse(name.replaceFirst("^https?://", ""))
        .filter(image -> image.tag() != null || ImageReference.isTag(tag))
        .map(
            image ->
                new ImageReference(
                    image.repository(), image.tag() == null ? tag : image.tag(), null));
  }

  /** The event that these images were pushed; of none, nothing has happened. */
  static HookEvent pushed(Stream<Optional<ImageReference>> images) {
    Set<ImageReference> known = images.flatMap(Optional::stream).collect(Collectors.toSet());
    return known.isEmpty() ? new HookEvent.Irrelevant() : new HookEvent.ImagesPushed(known);
  }
}
