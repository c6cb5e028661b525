package dev.gitopsbinding.binding;

import dev.gitopsbinding.binding.Binding.ManifestObject;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.key.KeyPath;
import org.jspecify.annotations.Nullable;

/**
 * One place in a manifest repository that a binding writes.
 *
 * @param field the field of the spec that names the place, such as {@code spec.manifest} or {@code
 *     spec.manifest.edits[1]}
 * @param path the file
 * @param key where the image or its tag stands in the file; null: it is found by the image
 * @param object the object in the file, if the spec names it; null: kind and name are the target's
 * @param movesRefs whether remote references to the source repository get the commit too
 */
public record ManifestPlace(
    String field,
    RepositoryPath path,
    @Nullable KeyPath key,
    @Nullable ManifestObject object,
    boolean movesRefs) {
  /** Key and object, each after a space; empty if the spec names neither. */
  String within() {
    String in = object == null ? "" : " %s/%s".formatted(object.kind(), object.name());
    String namespace =
        object == null || object.namespace() == null ? "" : " in " + object.namespace();
    return (key == null ? "" : " " + key) + in + namespace;
  }

  /** Whether a text names the key. */
  public boolean isKeyIn(String text) {
    return key != null && text.contains(key.text());
  }

  /** Whether both stand for the same file, key and object. */
  public boolean isSameAs(ManifestPlace other) {
    return path.equals(other.path) && within().equals(other.within());
  }
}
