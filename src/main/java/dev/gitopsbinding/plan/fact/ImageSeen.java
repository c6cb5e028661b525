package dev.gitopsbinding.plan.fact;

import org.jspecify.annotations.Nullable;

/**
 * What a registry said about an image with a tag.
 *
 * @param found whether it has the image
 * @param digest the digest of the manifest, for example {@code sha256:…}; null if the image is
 *     missing, or if the spec does not ask for digests
 */
public record ImageSeen(boolean found, @Nullable String digest) {
  /** The image is there, whatever its digest is. */
  public static final ImageSeen FOUND = new ImageSeen(true, null);

  /** The image is not there. */
  public static final ImageSeen MISSING = new ImageSeen(false, null);

  /** The image is there, with this digest. */
  public static ImageSeen of(String digest) {
    return new ImageSeen(true, digest);
  }
}
