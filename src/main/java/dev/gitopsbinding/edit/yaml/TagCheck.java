package dev.gitopsbinding.edit.yaml;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;

/** Checks a tag before it is written. */
public final class TagCheck {
  private TagCheck() {}

  /** The tag; {@code INVALID_SPEC} if it cannot be one. */
  public static Result<String> of(String tag) {
    return ImageReference.isTag(tag)
        ? Result.ok(tag)
        : Result.failed(
            new Failure.File(
                Reason.INVALID_SPEC,
                "spec.image.tag: "
                    + Excerpt.of(tag)
                    + " cannot be an image tag. Correct its prefix and suffix."));
  }
}
