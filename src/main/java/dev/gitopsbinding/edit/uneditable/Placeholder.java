package dev.gitopsbinding.edit.uneditable;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text that stands in for an image or a tag and is replaced before the cluster sees it, so that
 * to write a tag there would take effect nowhere, or break what replaces it.
 *
 * @param what what begins where the pattern is, for messages
 * @param next what to do, a sentence
 */
public record Placeholder(Pattern pattern, String what, String next) {
  private static final String OTHER_FILE = "in spec.manifest.path";

  /** One line for each kind; the first that is found in a text counts. */
  private static final List<Placeholder> IN_ORDER =
      List.of(
          of(
              "ENC\\[AES256_GCM,",
              "is encrypted by SOPS",
              "Name a file in which the tag is not encrypted "
                  + OTHER_FILE
                  + "; edits would also break the MAC of an encrypted file."),
          of(
              "\\{%",
              "holds '{%', which begins a template of Jinja",
              "Name the file with the template's values, or one with rendered manifests, "
                  + OTHER_FILE
                  + "."),
          of(
              "\\{\\{",
              "holds '{{', which begins a template",
              "Name the file with the template's values, or one with rendered manifests, "
                  + OTHER_FILE
                  + "."),
          of(
              "\\$\\{",
              "holds '${', which is substituted later, such as by Flux (postBuild) or envsubst",
              "Name the file that sets the variable " + OTHER_FILE + "."),
          of(
              "\\$\\(",
              "holds '$(', which is substituted later, such as by the vars of Kustomize",
              "Name the file that sets the variable " + OTHER_FILE + "."),
          of(
              "(?:^|[:=])\\$[A-Za-z_]",
              "holds a variable ('$'), which is substituted later",
              "Name the file that sets the variable " + OTHER_FILE + "."),
          of(
              "\\(@",
              "holds '(@', which begins a template of ytt",
              "Name the file with the data values " + OTHER_FILE + "."),
          of(
              "<[A-Za-z_]+>|%[A-Z_]+%|__[A-Z_]+__|@[A-Z_]+@",
              "holds a placeholder that something replaces later",
              "Name a file with rendered manifests " + OTHER_FILE + "."));

  /** The first kind that a text holds. */
  public static Optional<Placeholder> in(String text) {
    return IN_ORDER.stream()
        .filter(placeholder -> placeholder.pattern.matcher(text).find())
        .findFirst();
  }

  private static Placeholder of(String pattern, String what, String next) {
    return new Placeholder(Pattern.compile(pattern), what, next);
  }
}
