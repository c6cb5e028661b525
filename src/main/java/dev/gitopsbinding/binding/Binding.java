package dev.gitopsbinding.binding;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.binding.push.RequestSettings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.change.ChangeSet.Author;
import dev.gitopsbinding.model.image.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One binding whose spec was read and is valid.
 *
 * @param generation the spec's generation
 * @param notifies whether changes are sent to receivers of notifications
 * @param reports whether the forge of the source gets statuses of its commits
 * @param interval how old a read may become before it is repeated
 * @param timeout how long one sync may wait
 * @param source where the commits come from
 * @param policy which commit of the source branch is deployed
 * @param checks the checks that a source commit must have passed; null: none
 * @param places the places that are written in the manifest's branch
 * @param signing a Secret with the key that signs commits; null: they are not signed
 * @param requestedAt the value of the annotation that asks for a sync now, if it is set
 * @param rollsBack whether a failed rollout is rolled back
 * @param previews whether nothing is pushed, and the status says what would be
 * @param push where changes are pushed; null: to the branch of the manifest
 */
public record Binding(
    BindingId id,
    long generation,
    Instant created,
    boolean suspended,
    boolean notifies,
    boolean reports,
    Duration interval,
    Duration timeout,
    Target target,
    Image image,
    Source source,
    SourcePolicy policy,
    @Nullable RequiredChecks checks,
    Location manifest,
    ManifestPlaces places,
    Author author,
    MessageTemplate messageTemplate,
    @Nullable String signing,
    @Nullable String requestedAt,
    boolean rollsBack,
    boolean previews,
    @Nullable PushTarget push) {

  /**
   * The workload that runs the image.
   *
   * @param containers empty: the only one with this image; {@code *}: all that have it
   */
  public record Target(String kind, String name, List<String> containers) {
    /** Copies the list. */
    public Target {
      containers = List.copyOf(containers);
    }
  }

  /**
   * The image.
   *
   * @param name the repository as the user wrote it
   * @param reference the repository, normalised
   * @param check whether the registry must have the image before its tag is written
   * @param pinned whether the digest is written beside the tag
   */
  public record Image(
      String name,
      ImageReference reference,
      TagFormat tagFormat,
      ImageCheck check,
      boolean pinned) {
    /** The image with a tag, written as the user writes it. */
    public String tagged(String tag) {
      return name + ":" + tag;
    }
  }

  /**
   * How the registry is asked for an image before its tag is written. The Secrets are in the
   * binding's namespace.
   *
   * @param required whether the registry must have the image
   * @param secret a Secret with the login; null: the target's own imagePullSecrets
   * @param authorities a Secret with certificate authorities, or null
   */
  public record ImageCheck(
      boolean required, @Nullable String secret, @Nullable String authorities) {}

  /**
   * A branch, and the Secret to log in with.
   *
   * @param field the field of the spec that names the branch, such as {@code spec.source}
   * @param secret the name of a Secret in the binding's namespace; null: no login
   */
  public record Location(String field, RemoteBranch branch, @Nullable String secret) {}

  /** The source's branch and its login; empty if another binding is followed. */
  public Optional<Location> sourceLocation() {
    return switch (source) {
      case Source.Branch(Location location) -> Optional.of(location);
      case Source.Upstream _ -> Optional.empty();
    };
  }

  /** The binding that is followed, if there is one. */
  public Optional<Source.Upstream> upstream() {
    return switch (source) {
      case Source.Branch _ -> Optional.empty();
      case Source.Upstream upstream -> Optional.of(upstream);
    };
  }

  /** The Secret with the token for pull requests, if the binding opens any. */
  public Optional<String> pullRequestSecret() {
    return Optional.ofNullable(push).map(PushTarget::request).map(RequestSettings::secret);
  }

  /** Whether the spec asks for the source's history, so that it is worth its fetch. */
  public boolean asksHistory() {
    return policy.readsHistory() || messageTemplate.usesHistory();
  }

  /**
   * Whether the source commits of a push are shown anywhere: in a message, a pull request or a
   * commit message. Of a preview only its commit message would show them.
   */
  public boolean showsContents() {
    boolean shown =
        previews()
            ? messageTemplate.usesHistory()
            : notifies || asksHistory() || (push != null && push.request() != null);
    return shown && sourceLocation().isPresent();
  }

  /** The binding with its timeout reduced to {@code longest} if it is longer. */
  public Binding withTimeoutAtMost(Duration longest) {
    return timeout.compareTo(longest) <= 0
        ? this
        : new Binding(
            id,
            generation,
            created,
            suspended,
            notifies,
            reports,
            interval,
            longest,
            target,
            image,
            source,
            policy,
            checks,
            manifest,
            places,
            author,
            messageTemplate,
            signing,
            requestedAt,
            rollsBack,
            previews,
            push);
  }

  /**
   * An object as a manifest file names it.
   *
   * @param namespace its {@code metadata.namespace}; null: the binding's, or none
   */
  public record ManifestObject(String kind, String name, @Nullable String namespace) {}

  /** The object whose images are written at a place. */
  public ManifestObject written(ManifestPlace place) {
    ManifestObject object = place.object();
    return object == null ? new ManifestObject(target.kind(), target.name(), null) : object;
  }

  /**
   * Names the images that the binding selects in its files. Statuses store this text, so its form
   * must not change.
   */
  public String selection() {
    ManifestObject written =
        places.isOne()
            ? written(places.first())
            : new ManifestObject(target.kind(), target.name(), null);
    return "%s/%s %s %s%s%s"
        .formatted(
            written.kind(),
            written.name(),
            target.containers(),
            image.reference().repository(),
            written.namespace() == null ? "" : " in " + written.namespace(),
            places.selectionText());
  }

  /** Names the files. Statuses store this text, so its form must not change. */
  public String file() {
    return manifest.branch().url().place()
        + "@"
        + manifest.branch().branch()
        + ":"
        + places.fileText();
  }

  /** Whether the user asked for a sync that was not attempted yet, or that is still retried. */
  public boolean requestIsOpen(GitOpsBindingStatus status) {
    return requestedAt != null
        && (!requestedAt.equals(status.lastHandledRequestedAt())
            || requestedAt.equals(status.pendingRequestedAt()));
  }

  /**
   * The image fields that the binding writes. They do not name a namespace: only the file shows
   * whether two bindings mean the same object, so bindings of different namespaces conflict too.
   */
  public List<ImageField> writeTargets() {
    return places.isOne()
        ? List.of(writeTarget(places.first()))
        : places.all().stream().map(this::writeTarget).toList();
  }

  /** The image field that the binding writes at one of its places. */
  public ImageField writeTarget(ManifestPlace place) {
    return new ImageField(
        manifest.branch().identity(),
        place.path(),
        written(place).kind(),
        written(place).name(),
        image.reference().repository(),
        place.key(),
        place.key() != null && place.object() == null);
  }
}
