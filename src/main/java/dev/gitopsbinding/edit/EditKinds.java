package dev.gitopsbinding.edit;

import dev.gitopsbinding.edit.uneditable.UneditableFile;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.key.KeyPath;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /**
   * An editor that lets the first kind that recognizes a content edit it. Where that fails, the
   * failure names what the file is instead, if that is known.
   */
  public ImageEditor editor(RepositoryPath path, ImageSelector selector) {
    return new ImageEditor() {
      @Override
      public Result<List<String>> read(Content content) {
        return switch (chosen(content).then(editor -> editor.read(content))) {
          case Result.Ok<List<String>> found -> found;
          case Result.Failed<List<String>>(Failure failure) ->
              Result.failed(UneditableFile.explained(path, content, failure));
        };
      }

      @Override
      public EditResult write(Content content, List<String> expected, ImageVersion version) {
        EditResult result =
            EditResult.of(
                chosen(content)
                    .then(editor -> Result.ok(editor.write(content, expected, version))));
        return switch (result) {
          case EditResult.Edited edited ->
              UneditableFile.afterEdit(path, content)
                  .<EditResult>map(EditResult.Refused::new)
                  .orElse(edited);
          case EditResult.Refused(Failure.File failure) ->
              new EditResult.Refused(UneditableFile.explained(path, content, failure));
          case EditResult.AlreadyApplied applied -> applied;
          case EditResult.Superseded superseded -> superseded;
        };
      }

      private Result<ImageEditor> chosen(Content content) {
        for (EditKind kind : inOrder) {
          Optional<ImageEditor> editor = kind.editor(path, content, selector);
          if (editor.isPresent()) {
            return selector.refsOf() == null || kind.movesRefs()
                ? Result.ok(editor.get())
                : holdsNoRefs(path, selector.key());
          }
        }
        throw new IllegalStateException("no kind takes " + path);
      }
    };
  }

  /** A key that names no entry of images is looked up as in any other file. */
  private static Result<ImageEditor> holdsNoRefs(RepositoryPath path, @Nullable KeyPath key) {
    return Result.failed(
        new Failure.File(
            Reason.INVALID_SPEC,
            key == null
                ? "spec.manifest.edits: %s is no Kustomization, and only these hold refs. Remove refs from its entry."
                    .formatted(path)
                : "spec.manifest.edits: the key %s in %s names no entry of images of a Kustomization, and refs move only with one. Name the entry, such as images[web], or remove refs from this edit."
                    .formatted(key, path)));
  }
}
