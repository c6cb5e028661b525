package dev.gitopsbinding.model.change;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import java.util.List;
import java.util.function.Supplier;

/** The result of an edit of one file. */
public sealed interface EditResult {
  /** The result of an edit that may have failed before it was made. */
  static EditResult of(Result<EditResult> result) {
    return switch (result) {
      case Result.Ok<EditResult>(EditResult done) -> done;
      case Result.Failed<EditResult>(Failure failure) ->
          new Refused(new Failure.File(failure.reason(), failure.message()));
    };
  }

  /**
   * What comes of an edit of one place.
   *
   * @param isThere whether the place holds the version that is to be written
   * @param found the image that the place holds
   * @param expected the images that the edit expects to replace
   * @param written makes the new content, if the place holds that image
   */
  static Result<EditResult> ofPlace(
      boolean isThere, String found, List<String> expected, Supplier<Result<Content>> written) {
    List<String> images = List.of(found);
    if (isThere) {
      return Result.ok(new AlreadyApplied());
    }
    return images.equals(expected)
        ? written.get().then(content -> Result.ok(new Edited(content, images)))
        : Result.ok(new Superseded(images));
  }

  /**
   * The file is to be written.
   *
   * @param content the new bytes
   * @param replaced the image references that the edit replaced, in the order of the file
   */
  record Edited(Content content, List<String> replaced) implements EditResult {}

  /** The file already holds the wanted tag. */
  record AlreadyApplied() implements EditResult {}

  /**
   * The file holds neither what the edit expects to replace nor what it wants to write.
   *
   * @param found the image references that the file holds, in its order
   */
  record Superseded(List<String> found) implements EditResult {}

  /** The file cannot be edited. */
  record Refused(Failure.File failure) implements EditResult {}
}
