package dev.gitopsbinding.binding.parser;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.spec.AuthorSpec;
import dev.gitopsbinding.api.v1alpha1.spec.BranchRef;
import dev.gitopsbinding.api.v1alpha1.spec.CommitSigning;
import dev.gitopsbinding.api.v1alpha1.spec.CommitSpec;
import dev.gitopsbinding.api.v1alpha1.spec.Rollback;
import dev.gitopsbinding.api.v1alpha1.spec.SecretRef;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ManifestPlaces;
import dev.gitopsbinding.binding.MessageTemplate;
import dev.gitopsbinding.binding.RequiredChecks;
import dev.gitopsbinding.binding.Source;
import dev.gitopsbinding.binding.SourcePolicy;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.binding.report.StatusReport;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.GoDuration;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet.Author;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a resource into a {@link Binding}. The API server refuses most invalid specs; a spec that
 * was stored under an older schema is checked here, and a failure names the field.
 */
public final class BindingParser {
  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(2);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final String DEPLOYMENT = "Deployment";
  private static final String DEFAULT_AUTHOR = "GitOps Operator";
  private static final String DEFAULT_EMAIL = "gitops-operator@localhost";
  private static final String CHECK_REQUIRED = "Required";
  private static final String CHECK_SKIPPED = "Skip";
  private static final String SIGNING = "spec.commit.signing.secretRef";
  private static final String DEFAULT_TEMPLATE = "chore(refs): update {{image}} to {{tag}}";

  private BindingParser() {}

  /** The binding, or {@code INVALID_SPEC} or {@code INVALID_TEMPLATE}. */
  public static Result<Binding> parse(GitOpsBinding resource) {
    try {
      return parseOrThrow(resource);
    } catch (InvalidField invalid) {
      return Result.failed(
          new Failure.Spec(
              Reason.INVALID_SPEC,
              "%s %s. Correct it and apply the binding again."
                  .formatted(invalid.field, invalid.getMessage())));
    }
  }

  private static Result<Binding> parseOrThrow(GitOpsBinding resource) throws InvalidField {
    GitOpsBindingSpec spec = resource.getSpec();
    if (spec == null) {
      throw new InvalidField("spec", "is stored in a form that this operator cannot read");
    }
    var target = required(spec.target(), "spec.target");
    var image = required(spec.image(), "spec.image");
    var source = required(spec.source(), "spec.source");
    var manifest = required(spec.manifest(), "spec.manifest");
    var commit = spec.commit();
    var meta = resource.getMetadata();
    boolean isSuspended = Boolean.TRUE.equals(spec.suspend());
    boolean previews = previews(spec.mode());
    boolean notifies = !orDefault(spec.notifications(), List.of()).isEmpty();
    Binding.Image parsedImage = ImageParser.parse(image);
    var id = new BindingId(meta.getNamespace(), meta.getName());
    boolean reports = reports(id, source);
    Source parsedSource = SourceParser.parse(source, meta.getNamespace());
    var location = location("spec.manifest", manifest.url(), manifest.ref(), manifest.secretRef());
    var binding =
        new UntemplatedBinding(
            id,
            duration(spec.interval(), DEFAULT_INTERVAL, "spec.interval"),
            duration(spec.timeout(), DEFAULT_TIMEOUT, "spec.timeout"),
            new Binding.Target(
                orDefault(target.kind(), DEPLOYMENT),
                required(target.name(), "spec.target.name"),
                orDefault(target.containers(), List.of())),
            parsedImage,
            parsedSource,
            SourcePolicyParser.parse(source, parsedImage.check().required()),
            ChecksParser.parse(source.checks()),
            location,
            PlacesParser.parse(
                manifest, orDefault(target.kind(), DEPLOYMENT), source.binding() == null),
            author(commit == null ? null : commit.author()),
            signing(commit),
            rollsBack(spec.rollback()),
            PushParser.parse(spec.push(), id, location));
    String template = orDefault(commit == null ? null : commit.messageTemplate(), DEFAULT_TEMPLATE);
    return MessageTemplate.parse(template)
        .then(
            parsed ->
                Result.ok(
                    binding.complete(meta, isSuspended, notifies, reports, parsed, previews)));
  }

  /** The checked parts of a binding without the template, whose failure has a reason of its own. */
  private record UntemplatedBinding(
      BindingId id,
      Duration interval,
      Duration timeout,
      Binding.Target target,
      Binding.Image image,
      Source source,
      SourcePolicy policy,
      @Nullable RequiredChecks checks,
      Binding.Location manifest,
      ManifestPlaces places,
      Author author,
      @Nullable String signing,
      boolean rollsBack,
      @Nullable PushTarget push) {

    Binding complete(
        ObjectMeta meta,
        boolean isSuspended,
        boolean notifies,
        boolean reports,
        MessageTemplate template,
        boolean previews) {
      var annotations = orDefault(meta.getAnnotations(), Map.<String, String>of());
      return new Binding(
          id,
          orDefault(meta.getGeneration(), 0L),
          Instant.parse(meta.getCreationTimestamp()),
          isSuspended,
          notifies,
          reports,
          interval,
          timeout,
          target,
          image,
          source,
          policy,
          checks,
          manifest,
          places,
          author,
          template,
          signing,
          annotations.get(GitOpsBinding.REQUESTED_AT),
          rollsBack,
          previews,
          push);
    }
  }

  private static boolean reports(BindingId id, SourceSpec source) throws InvalidField {
    try {
      return StatusReport.parse(id, source).isPresent();
    } catch (IllegalArgumentException e) {
      throw new InvalidField(StatusReport.FIELD, String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable String signing(@Nullable CommitSpec commit) throws InvalidField {
    CommitSigning signing = commit == null ? null : commit.signing();
    return signing == null
        ? null
        : required(required(signing.secretRef(), SIGNING).name(), SIGNING + ".name");
  }

  private static boolean previews(@Nullable String mode) throws InvalidField {
    return switch (mode) {
      case null -> false;
      case "Write" -> false;
      case "Preview" -> true;
      default -> throw new InvalidField("spec.mode", "must be Write or Preview");
    };
  }

  /** Whether a mode of a check says that it is required, which is the default. */
  static boolean isRequired(@Nullable String mode, String field) throws InvalidField {
    String said = orDefault(mode, CHECK_REQUIRED);
    if (!said.equals(CHECK_REQUIRED) && !said.equals(CHECK_SKIPPED)) {
      throw new InvalidField(field, "must be Required or Skip");
    }
    return said.equals(CHECK_REQUIRED);
  }

  private static boolean rollsBack(@Nullable Rollback rollback) throws InvalidField {
    return switch (rollback == null ? null : rollback.mode()) {
      case null -> false;
      case "Never" -> false;
      case "OnFailedRollout" -> true;
      default -> throw new InvalidField("spec.rollback.mode", "must be Never or OnFailedRollout");
    };
  }

  static Binding.Location location(
      String field, @Nullable String url, @Nullable BranchRef ref, @Nullable SecretRef secretRef)
      throws InvalidField {
    RepositoryUrl parsed = parsed(field + ".url", url, RepositoryUrl::parse);
    String name = ref == null ? null : ref.branch();
    RemoteBranch branch =
        parsed(field + ".ref.branch", name, valid -> new RemoteBranch(parsed, valid));
    return new Binding.Location(field, branch, secretRef == null ? null : secretRef.name());
  }

  private static Author author(@Nullable AuthorSpec author) throws InvalidField {
    String name = orDefault(author == null ? null : author.name(), DEFAULT_AUTHOR);
    String email = orDefault(author == null ? null : author.email(), DEFAULT_EMAIL);
    if ((name + email).chars().anyMatch(c -> Character.isISOControl(c) || c == '<' || c == '>')) {
      throw new InvalidField("spec.commit.author", "must not hold '<', '>' or control characters");
    }
    return new Author(name, email);
  }

  private static Duration duration(@Nullable String text, Duration standard, String field)
      throws InvalidField {
    if (text == null) {
      return standard;
    }
    return GoDuration.parse(text)
        .filter(duration -> duration.compareTo(SHORTEST) >= 0)
        .orElseThrow(() -> new InvalidField(field, "must be a duration such as 2m, at least 10s"));
  }

  static <T> T parsed(String field, @Nullable String text, Function<String, T> parser)
      throws InvalidField {
    try {
      return parser.apply(required(text, field));
    } catch (IllegalArgumentException e) {
      throw new InvalidField(field, String.valueOf(e.getMessage()), e);
    }
  }

  static <T> T orDefault(@Nullable T value, T standard) {
    return value == null ? standard : value;
  }

  static <T> T required(@Nullable T value, String field) throws InvalidField {
    if (value == null) {
      throw new InvalidField(field, "is missing");
    }
    return value;
  }

  /** A field cannot be used; never leaves this package. */
  static final class InvalidField extends Exception {
    private static final long serialVersionUID = 1L;
    private final String field;

    InvalidField(String field, String message) {
      this(field, message, null);
    }

    InvalidField(String field, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.field = field;
    }
  }
}
