package dev.gitopsbinding.model.image;

/** Makes versions of images. */
public final class ImageVersions {
  private ImageVersions() {}

  /** A tag alone: no digest is written, and its source commit is not known. */
  public static ImageVersion ofTag(String tag) {
    return new ImageVersion(tag, null, null);
  }
}
