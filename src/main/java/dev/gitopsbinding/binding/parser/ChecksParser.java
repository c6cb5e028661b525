package dev.gitopsbinding.binding.parser;

import dev.gitopsbinding.api.v1alpha1.spec.source.SourceChecks;
import dev.gitopsbinding.binding.RequiredChecks;
import dev.gitopsbinding.binding.parser.BindingParser.InvalidField;
import dev.gitopsbinding.model.HttpsUri;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.source.checks}. */
final class ChecksParser {
  private static final String FIELD = "spec.source.checks";

  private ChecksParser() {}

  /** The checks that are required; null if there are none. */
  static @Nullable RequiredChecks parse(@Nullable SourceChecks checks) throws InvalidField {
    if (checks == null || !BindingParser.isRequired(checks.mode(), FIELD + ".mode")) {
      return null;
    }
    List<String> names = checks.names() == null ? List.of() : checks.names();
    if (names.stream().anyMatch(name -> name == null || name.isBlank())) {
      throw new InvalidField(FIELD + ".names", "must hold names of checks");
    }
    return new RequiredChecks(
        checks.provider(),
        checks.apiURL() == null ? null : api(FIELD, checks.apiURL()),
        checks.secretRef() == null ? null : checks.secretRef().name(),
        names);
  }

  /** The URL of an API, whose field is {@code apiURL} in {@code parent}. */
  static URI api(String parent, String text) throws InvalidField {
    // Without the text: it may hold a password.
    return HttpsUri.parse(text)
        .orElseThrow(
            () ->
                new InvalidField(
                    parent + ".apiURL",
                    "must be an https:// URL without login, query and fragment"));
  }
}
