package dev.gitopsbinding.binding.report;

import dev.gitopsbinding.api.v1alpha1.spec.source.CommitStatusSpec;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceChecks;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.HttpsUri;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the status of a source commit is written, by {@code spec.source.report}. What {@code
 * spec.source.commitStatus} does not say is what {@code spec.source.checks} says.
 *
 * @param provider the kind of forge; null: it is known from the host of the source URL
 * @param api where the forge's API is, an {@code https} URI; null: where this kind of forge has it
 * @param secret a Secret with a token, in the binding's namespace
 * @param context identifies the status among those of the commit
 */
public record StatusReport(
    @Nullable String provider, @Nullable URI api, String secret, String context) {
  /** What the context of every status of the operator begins with. */
  public static final String PREFIX = "gitopsbinding/";

  /** The field that problems are about. */
  public static final String FIELD = "spec.source.report";

  private static final String COMMIT_STATUS = "CommitStatus";
  private static final String CONTEXT = "[A-Za-z0-9]([A-Za-z0-9._/ -]{0,98}[A-Za-z0-9])?";

  /**
   * What is to be reported; empty if nothing is.
   *
   * @throws IllegalArgumentException if it cannot be; the message completes the field's name
   */
  public static Optional<StatusReport> parse(BindingId id, SourceSpec source) {
    if (source.report() == null) {
      return Optional.empty();
    }
    if (!source.report().equals(COMMIT_STATUS)) {
      throw new IllegalArgumentException("must be CommitStatus, or left out");
    }
    CommitStatusSpec own = source.commitStatus();
    SourceChecks checks = source.checks();
    String provider = own == null ? null : own.provider();
    String api = own == null ? null : own.apiURL();
    return Optional.of(
        new StatusReport(
            provider == null && checks != null ? checks.provider() : provider,
            api(api == null && checks != null ? checks.apiURL() : api),
            secret(source, own, checks),
            PREFIX + context(id, own == null ? null : own.context())));
  }

  private static @Nullable URI api(@Nullable String text) {
    return text == null
        ? null
        : HttpsUri.parse(text)
            // Without the text: it may hold a password.
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "needs an https:// URL without login, query and fragment in commitStatus.apiURL"));
  }

  private static String secret(
      SourceSpec source, @Nullable CommitStatusSpec own, @Nullable SourceChecks checks) {
    var ownRef = own == null ? null : own.secretRef();
    var checksRef = checks == null ? null : checks.secretRef();
    String url = source.url();
    String name =
        ownRef != null
            ? ownRef.name()
            : checksRef != null
                ? checksRef.name()
                : source.secretRef() != null && url != null && url.startsWith("https://")
                    ? source.secretRef().name()
                    : null;
    if (name == null) {
      throw new IllegalArgumentException(
          "needs a login at the forge: name a Secret with a token in commitStatus.secretRef");
    }
    return name;
  }

  private static String context(BindingId id, @Nullable String named) {
    String context = Objects.requireNonNullElse(named, id.namespace() + "/" + id.name());
    if (named != null && !named.matches(CONTEXT)) {
      throw new IllegalArgumentException(
          "needs a commitStatus.context of letters, digits, '.', '_', '-', '/' and spaces");
    }
    return context;
  }
}
