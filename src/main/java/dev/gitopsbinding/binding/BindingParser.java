package dev.gitopsbinding.binding;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec.BranchRef;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec.SecretRef;
import dev.gitopsbinding.api.v1alpha1.ImageCheck;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.ChangeSet.Author;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.GoDuration;
import dev.gitopsbinding.model.ImageReference;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a resource into a {@link Binding}. The API server refuses most bad specs already; what was
 * stored under an older schema is refused here, with the name of the field.
 */
public final class BindingParser {
  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(2);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final int SHORTEST_TAG = 7;
  private static final int LONGEST_TAG = 40;
  private static final String DEPLOYMENT = "Deployment";
  private static final String DEFAULT_AUTHOR = "GitOps Operator";
  private static final String DEFAULT_EMAIL = "gitops-operator@localhost";
  private static final String CHECK_REQUIRED = "Required";
  private static final String CHECK_SKIPPED = "Skip";
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
    var commit = Optional.ofNullable(spec.commit());
    var meta = resource.getMetadata();
    var binding =
        new UntemplatedBinding(
            new BindingId(meta.getNamespace(), meta.getName()),
            duration(spec.interval(), DEFAULT_INTERVAL, "spec.interval"),
            duration(spec.timeout(), DEFAULT_TIMEOUT, "spec.timeout"),
            new Binding.Target(
                Optional.ofNullable(target.kind()).orElse(DEPLOYMENT),
                required(target.name(), "spec.target.name"),
                Optional.ofNullable(target.containers()).orElse(List.of())),
            image(image),
            location("spec.source", source.url(), source.ref(), source.secretRef()),
            location("spec.manifest", manifest.url(), manifest.ref(), manifest.secretRef()),
            parsed("spec.manifest.path", manifest.path(), RepositoryPath::new),
            object(spec),
            author(commit.map(GitOpsBindingSpec.Commit::author).orElse(null)));
    String template =
        commit.map(GitOpsBindingSpec.Commit::messageTemplate).orElse(DEFAULT_TEMPLATE);
    return MessageTemplate.parse(template)
        .then(parsed -> Result.ok(binding.complete(resource, parsed)));
  }

  /** All of a binding but what needs no check and the template, which has a reason of its own. */
  private record UntemplatedBinding(
      BindingId id,
      Duration interval,
      Duration timeout,
      Binding.Target target,
      Binding.Image image,
      Binding.Location source,
      Binding.Location manifest,
      RepositoryPath path,
      Optional<Binding.ManifestObject> object,
      Author author) {

    Binding complete(GitOpsBinding resource, MessageTemplate template) {
      var meta = resource.getMetadata();
      var annotations = Optional.ofNullable(meta.getAnnotations()).orElse(Map.of());
      return new Binding(
          id,
          Optional.ofNullable(meta.getGeneration()).orElse(0L),
          Instant.parse(meta.getCreationTimestamp()),
          Boolean.TRUE.equals(resource.getSpec().suspend()),
          interval,
          timeout,
          target,
          image,
          source,
          manifest,
          path,
          object,
          author,
          template,
          Optional.ofNullable(annotations.get(GitOpsBinding.REQUESTED_AT)));
    }
  }

  private static Binding.Image image(GitOpsBindingSpec.Image image) throws InvalidField {
    String name = required(image.name(), "spec.image.name");
    ImageReference reference =
        ImageReference.parse(name)
            .filter(parsed -> parsed.tag().isEmpty() && parsed.digest().isEmpty())
            .orElseThrow(
                () ->
                    new InvalidField(
                        "spec.image.name", "must be an image repository without tag or digest"));
    return new Binding.Image(name, reference, tagFormat(image.tag()), check(image.check()));
  }

  private static Optional<Binding.ManifestObject> object(GitOpsBindingSpec spec)
      throws InvalidField {
    var object = spec.manifest().object();
    if (object == null) {
      return Optional.empty();
    }
    String targetKind = Optional.ofNullable(spec.target().kind()).orElse(DEPLOYMENT);
    return Optional.of(
        new Binding.ManifestObject(
            Optional.ofNullable(object.kind()).orElse(targetKind),
            required(object.name(), "spec.manifest.object.name"),
            Optional.ofNullable(object.namespace())));
  }

  private static Binding.ImageCheck check(ImageCheck check) throws InvalidField {
    var given = Optional.ofNullable(check);
    String mode = given.map(ImageCheck::mode).orElse(CHECK_REQUIRED);
    if (!mode.equals(CHECK_REQUIRED) && !mode.equals(CHECK_SKIPPED)) {
      throw new InvalidField("spec.image.check.mode", "must be Required or Skip");
    }
    return new Binding.ImageCheck(
        mode.equals(CHECK_REQUIRED),
        given.map(ImageCheck::secretRef).map(ImageCheck.PullSecretRef::name),
        given.map(ImageCheck::caSecretRef).map(ImageCheck.AuthoritySecretRef::name));
  }

  private static TagFormat tagFormat(GitOpsBindingSpec.Tag tag) throws InvalidField {
    if (tag == null) {
      return new TagFormat("", LONGEST_TAG, "");
    }
    int length = Optional.ofNullable(tag.length()).orElse(LONGEST_TAG);
    if (length < SHORTEST_TAG || length > LONGEST_TAG) {
      throw new InvalidField("spec.image.tag.length", "must be a number from 7 to 40");
    }
    var format =
        new TagFormat(
            Optional.ofNullable(tag.prefix()).orElse(""),
            length,
            Optional.ofNullable(tag.suffix()).orElse(""));
    if (!ImageReference.isTag(format.prefix() + "0".repeat(length) + format.suffix())) {
      throw new InvalidField("spec.image.tag", "must make a tag of letters, digits, '_', '.', '-'");
    }
    return format;
  }

  private static Binding.Location location(
      String field, String url, BranchRef ref, SecretRef secretRef) throws InvalidField {
    RepositoryUrl parsed = parsed(field + ".url", url, RepositoryUrl::parse);
    String name = Optional.ofNullable(ref).map(BranchRef::branch).orElse(null);
    RemoteBranch branch =
        parsed(field + ".ref.branch", name, valid -> new RemoteBranch(parsed, valid));
    return new Binding.Location(field, branch, Optional.ofNullable(secretRef).map(SecretRef::name));
  }

  private static Author author(GitOpsBindingSpec.Author author) throws InvalidField {
    var given = Optional.ofNullable(author);
    String name = given.map(GitOpsBindingSpec.Author::name).orElse(DEFAULT_AUTHOR);
    String email = given.map(GitOpsBindingSpec.Author::email).orElse(DEFAULT_EMAIL);
    if ((name + email).chars().anyMatch(c -> Character.isISOControl(c) || c == '<' || c == '>')) {
      throw new InvalidField("spec.commit.author", "must not hold '<', '>' or control characters");
    }
    return new Author(name, email);
  }

  private static Duration duration(String text, Duration standard, String field)
      throws InvalidField {
    if (text == null) {
      return standard;
    }
    return GoDuration.parse(text)
        .filter(duration -> duration.compareTo(SHORTEST) >= 0)
        .orElseThrow(() -> new InvalidField(field, "must be a duration such as 2m, at least 10s"));
  }

  private static <T> T parsed(String field, String text, Function<String, T> parser)
      throws InvalidField {
    try {
      return parser.apply(required(text, field));
    } catch (IllegalArgumentException e) {
      throw new InvalidField(field, e.getMessage(), e);
    }
  }

  private static <T> T required(T value, String field) throws InvalidField {
    if (value == null) {
      throw new InvalidField(field, "is missing");
    }
    return value;
  }

  private static final class InvalidField extends Exception {
    private static final long serialVersionUID = 1L;
    private final String field;

    InvalidField(String field, String message) {
      this(field, message, null);
    }

    InvalidField(String field, String message, Throwable cause) {
      super(message, cause);
      this.field = field;
    }
  }
}
