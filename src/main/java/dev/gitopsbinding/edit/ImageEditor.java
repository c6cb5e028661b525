package dev.gitopsbinding.edit;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.image.ImageVersion;
import java.util.List;

/**
 * Reads and writes the image tags of one binding in one file, and changes nothing else there. It
 * throws for no content; content that is ambiguous is refused.
 */
public interface ImageEditor {
  /**
   * The selected images as the file writes them, at least one, in the order of the file. Where
   * references to the source repository are moved too, those follow that name another commit than
   * the tags, such as {@code github.com/acme/web?ref=…}.
   */
  Result<List<String>> read(Content content);

  /**
   * Gives the selected images a version.
   *
   * @param expected the edit is made only if {@link #read} finds exactly these images
   */
  EditResult write(Content content, List<String> expected, ImageVersion version);
}
