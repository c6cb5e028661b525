package dev.gitopsbinding.edit.argocd;

import dev.gitopsbinding.model.key.KeyPath;
import java.util.List;
import java.util.Optional;

/**
 * A key that names a parameter of Helm, in whichever source it is: {@code
 * helm.parameters[name=image.tag]}, or {@code helm.parameters[image.tag]}, which is the same.
 *
 * @param name the parameter's name, which may hold brackets: {@code containers[0].image.tag}
 */
record ParameterKey(String name) {
  private static final KeyPath LIST = KeyPath.ROOT.plus("helm").plus("parameters");
  private static final String NAME = "name";

  /** Empty if the key names something else. */
  static Optional<ParameterKey> of(KeyPath key) {
    List<KeyPath.Step> steps = key.steps();
    return steps.size() == LIST.steps().size() + 1
            && key.first(LIST.steps().size()).equals(LIST)
            && steps.getLast() instanceof KeyPath.Item(String field, String value)
            && field.equals(NAME)
        ? Optional.of(new ParameterKey(value))
        : Optional.empty();
  }

  /** The key as users write it, with quotes where they are needed. */
  KeyPath path() {
    return LIST.plus(new KeyPath.Item(NAME, name));
  }

  /** The same, counted from the list of parameters. */
  KeyPath item() {
    return KeyPath.ROOT.plus(new KeyPath.Item(NAME, name));
  }
}
