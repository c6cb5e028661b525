package dev.gitopsbinding.binding;

import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.key.KeyPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The image that a binding writes in a manifest repository, at one place. Two bindings that write
 * the same field conflict.
 *
 * @param kind of the object in the file
 * @param name of the object in the file
 * @param key where the image or its tag stands; null: where the object has the repository
 * @param anyObject whether the key may stand in any object of the file
 */
public record ImageField(
    BranchIdentity branch,
    RepositoryPath path,
    String kind,
    String name,
    String repository,
    @Nullable KeyPath key,
    boolean anyObject) {
  /**
   * Texts to find other bindings by: those that conflict have a text in common. Not all that have
   * one conflict; see {@link #isSameAs}.
   */
  public List<String> indexKeys() {
    String found = String.join("\n", branch.toString(), path.value(), kind, name, repository);
    return key == null
        ? List.of(found)
        : List.of(found, String.join("\n", branch.toString(), path.value(), key.text()));
  }

  /**
   * Whether both may be one field of one file. One key of an object is one field, whatever the
   * repository, as a file may hold a tag alone. Where only one of the two has a key, they count as
   * one field if object and repository are the same: only the file shows whether they are.
   */
  public boolean isSameAs(ImageField other) {
    if (!branch.equals(other.branch) || !path.equals(other.path)) {
      return false;
    }
    boolean oneObject = kind.equals(other.kind) && name.equals(other.name);
    if (key == null || other.key == null) {
      return oneObject && repository.equals(other.repository);
    }
    return key.equals(other.key) && (oneObject || anyObject || other.anyObject);
  }
}
