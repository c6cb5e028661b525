package dev.gitopsbinding.edit.kustomize;

import dev.gitopsbinding.model.key.KeyPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key that names an entry of {@code images}: {@code images[nginx]} by name, or by index. The key
 * of its {@code newTag} names it too, as the tag is not all that decides which image runs.
 */
final class EntryKey {
  private static final String IMAGES = "images";
  private static final String SPEC = "spec";
  private static final String NAME = "name";
  private static final KeyPath.Step NEW_TAG = new KeyPath.Key(ImageEntry.NEW_TAG);

  private EntryKey() {}

  /** Whether a Kustomization's editor can use the key; without one it finds the entry. */
  static boolean isOne(@Nullable KeyPath key) {
    if (key == null) {
      return true;
    }
    List<KeyPath.Step> steps = steps(key);
    return steps.size() == 2
        && steps.getFirst().equals(new KeyPath.Key(IMAGES))
        && switch (steps.getLast()) {
          case KeyPath.Key _ -> true;
          case KeyPath.Index _ -> true;
          case KeyPath.Item(String field, _) -> field.equals(NAME);
        };
  }

  /** The entries that the key names. */
  static List<ImageEntry> chosen(List<ImageEntry> entries, KeyPath key) {
    return switch (steps(key).getLast()) {
      case KeyPath.Key(String name) -> named(entries, name);
      case KeyPath.Index(int index) -> entries.stream().skip(index).limit(1).toList();
      case KeyPath.Item(_, String name) -> named(entries, name);
    };
  }

  private static List<ImageEntry> named(List<ImageEntry> entries, String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).toList();
  }

  /** In a Kustomization of Flux the entries are below its spec. */
  private static List<KeyPath.Step> steps(KeyPath key) {
    List<KeyPath.Step> steps = key.steps();
    if (steps.size() > 2 && steps.getFirst().equals(new KeyPath.Key(SPEC))) {
      steps = steps.subList(1, steps.size());
    }
    return steps.size() == 3 && steps.getLast().equals(NEW_TAG) ? steps.subList(0, 2) : steps;
  }
}
