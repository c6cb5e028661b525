package dev.gitopsbinding.edit;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.EditResult;
import dev.gitopsbinding.model.ImageVersion;
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
        return chosen(content).read(content);
      }

      @Override
      public EditResult write(Content content, List<String> expected, ImageVersion version) {
        return chosen(content).write(content, expected, version);
      }

      private ImageEditor chosen(Content content) {
        return inOrder.stream()
            .filter(kind -> kind.recognizes(path, content, selector))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no kind takes " + path))
            .editor(path, selector);
      }
    };
  }
}
