package dev.gitopsbinding.edit;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.EditResult;
import dev.gitopsbinding.model.Result;
import java.util.List;

/**
 * Reads and writes the image tags of one binding in one file, and changes nothing else there. No
 * content makes it throw; what cannot be understood without a doubt is refused.
 */
public interface ImageEditor {
  /** The selected images as they are written, at least one, in the order of the file. */
  Result<List<String>> read(Content content);

  /**
   * Gives the selected images a tag.
   *
   * @param expected what {@link #read} is to find for the edit to be made
   * @param tag 1 to 128 characters (distribution/reference grammar, "tag")
   */
  EditResult write(Content content, List<String> expected, String tag);
}
