package dev.gitopsbinding.edit.argocd;

import dev.gitopsbinding.model.KeyPath;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key that names a parameter of Helm, in whichever source it is: {@code
 * helm.parameters[name=image.tag]}, or {@code helm.parameters[image.tag]}, which is the same.
 *
 * @param name the parameter's name
 */
record ParameterKey(String name) {
  private static final Pattern FORM =
      Pattern.compile("helm\\.parameters\\[name=(?<quote>[\"']?)(?<name>[^\\[\\]]+?)\\k<quote>]");

  /** Empty if the key names something else. */
  static Optional<ParameterKey> of(KeyPath key) {
    Matcher matcher = FORM.matcher(key.text());
    return matcher.matches()
        ? Optional.of(new ParameterKey(matcher.group("name")))
        : Optional.empty();
  }
}
