package dev.gitopsbinding.binding;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.ChangeSet.Author;
import dev.gitopsbinding.model.ImageReference;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One binding whose spec was read and found sound.
 *
 * @param generation the spec's generation
 * @param interval how old a read may be before it is repeated
 * @param timeout how long one sync may wait
 * @param object the object in the file, if the spec names it; else it is called as the target is
 * @param requestedAt the value of the annotation that asks for a sync now, if it is set
 */
public record Binding(
    BindingId id,
    long generation,
    Instant created,
    boolean suspended,
    Duration interval,
    Duration timeout,
    Target target,
    Image image,
    Location source,
    Location manifest,
    RepositoryPath path,
    @Nullable ManifestObject object,
    Author author,
    MessageTemplate messageTemplate,
    @Nullable String requestedAt) {

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
   * @param reference the same, normalised
   * @param check whether its registry must have it
   */
  public record Image(
      String name, ImageReference reference, TagFormat tagFormat, ImageCheck check) {
    /** The reference with a tag, in the user's words. */
    public String tagged(String tag) {
      return name + ":" + tag;
    }
  }

  /**
   * How an image is looked for before its tag is written. Secrets are of the binding's namespace.
   *
   * @param required whether it must be there
   * @param secret a Secret with the login; null: the target's own imagePullSecrets
   * @param authorities a Secret with certificate authorities, or null
   */
  public record ImageCheck(
      boolean required, @Nullable String secret, @Nullable String authorities) {}

  /**
   * A branch, and the Secret to log in with.
   *
   * @param field where the spec says so, such as {@code spec.source}
   * @param secret the name of a Secret in the binding's namespace; null: no login
   */
  public record Location(String field, RemoteBranch branch, @Nullable String secret) {}

  /** The same, where one sync waits no longer than {@code longest}. */
  public Binding withTimeoutAtMost(Duration longest) {
    return timeout.compareTo(longest) <= 0
        ? this
        : new Binding(
            id,
            generation,
            created,
            suspended,
            interval,
            longest,
            target,
            image,
            source,
            manifest,
            path,
            object,
            author,
            messageTemplate,
            requestedAt);
  }

  /**
   * An object as a manifest file names it.
   *
   * @param namespace its {@code metadata.namespace}; null: the binding's, or none
   */
  public record ManifestObject(String kind, String name, @Nullable String namespace) {}

  /** The object in the file whose images are written. */
  public ManifestObject written() {
    return object == null ? new ManifestObject(target.kind(), target.name(), null) : object;
  }

  /**
   * Names the images that are written; changes when the binding selects others in its file. Stands
   * in statuses, so its form must stay.
   */
  public String selection() {
    ManifestObject written = written();
    return "%s/%s %s %s%s"
        .formatted(
            written.kind(),
            written.name(),
            target.containers(),
            image.reference().repository(),
            written.namespace() == null ? "" : " in " + written.namespace());
  }

  /** Names the file; changes when the binding is pointed elsewhere. */
  public String file() {
    return manifest.branch().url().place() + "@" + manifest.branch().branch() + ":" + path;
  }

  /** Whether the user asked for a sync that was not attempted yet, or is tried again still. */
  public boolean requestIsOpen(GitOpsBindingStatus status) {
    return requestedAt != null
        && (!requestedAt.equals(status.lastHandledRequestedAt())
            || requestedAt.equals(status.pendingRequestedAt()));
  }

  /**
   * What the binding wants written. Says nothing of namespaces: whether two bindings mean one
   * object is known only from the file, so that those of different namespaces conflict too.
   */
  public ImageField writeTarget() {
    return new ImageField(
        manifest.branch().identity(),
        path,
        written().kind(),
        written().name(),
        image.reference().repository());
  }
}
