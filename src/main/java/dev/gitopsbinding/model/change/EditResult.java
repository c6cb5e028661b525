package dev.gitopsbinding.model.change;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import java.util.List;

/** What became of an edit of one file. */
public sealed interface EditResult {
  /** What came of an edit that may have failed before it was made. */
  static EditResult of(Result<EditResult> result) {
    return switch (result) {
      case Result.Ok<EditResult>(EditResult done) -> done;
      case Result.Failed<EditResult>(Failure failure) ->
          new Refused(new Failure.File(failure.reason(), failure.message()));
    };
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
