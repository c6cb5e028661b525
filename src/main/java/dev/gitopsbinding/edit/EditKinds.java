package dev.gitopsbinding.edit;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.EditResult;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.ImageVersion;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import java.util.List;

/**
 * All kinds of manifest files that can be edited.
 *
 * @param inOrder the first that recognizes a file edits it
 */
public record EditKinds(List<EditKind> inOrder) {
  /** Copies the list. */
  public EditKinds {
    inOrder = List.copyOf(inOrder);
  }

  /** An editor that lets the first kind that recognizes a content edit it. */
  public ImageEditor editor(RepositoryPath path, ImageSelector selector) {
    return new ImageEditor() {
      @Override
      public Result<List<String>> read(Content content) {
        return chosen(content).then(editor -> editor.read(content));
      }

      @Override
      public EditResult write(Content content, List<String> expected, ImageVersion version) {
        return EditResult.of(
            chosen(content)
                .then(editor -> Result.ok(editor.write(content, expected, version))));
      }

      private Result<ImageEditor> chosen(Content content) {
        EditKind chosen =
            inOrder.stream()
                .filter(kind -> kind.recognizes(path, content, selector))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no kind takes " + path));
        return selector.refsOf() == null || chosen.movesRefs()
            ? Result.ok(chosen.editor(path, selector))
            : holdsNoRefs(path);
      }
    };
  }

  private static Result<ImageEditor> holdsNoRefs(RepositoryPath path) {
    return Result.failed(
        new Failure.File(
            Reason.INVALID_SPEC,
            "spec.manifest.edits: %s is no Kustomization, and only these hold refs. Remove refs from its entry."
                .formatted(path)));
  }
}
