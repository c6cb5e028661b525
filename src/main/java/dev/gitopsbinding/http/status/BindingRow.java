package dev.gitopsbinding.http.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.ManifestSpec;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.status.BindingState;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One binding, as the list shows it.
 *
 * @param status as it was written last
 * @param ready the condition Ready; null before the first sync
 * @param rolledOut the condition RolledOut; null before the first sync
 * @param specUrl the manifest repository that the spec names; null if it cannot be read
 * @param nextLook when the binding is synced next, unless something happens before; null if this
 *     process does not know
 * @param pending whether a sync was asked for and has not ended yet
 */
public record BindingRow(
    BindingId id,
    BindingState state,
    GitOpsBindingStatus status,
    @Nullable BindingCondition ready,
    @Nullable BindingCondition rolledOut,
    @Nullable String specUrl,
    @Nullable Instant nextLook,
    boolean pending) {

  /** By namespace, then by name. */
  public static final Comparator<BindingRow> BY_NAME =
      Comparator.comparing(
          BindingRow::id,
          Comparator.comparing(BindingId::namespace).thenComparing(BindingId::name));

  /** The row of a resource. */
  public static BindingRow of(GitOpsBinding resource, @Nullable Instant nextLook, boolean pending) {
    GitOpsBindingStatus status =
        Optional.ofNullable(resource.getStatus()).orElse(GitOpsBindingStatus.EMPTY);
    return new BindingRow(
        idOf(resource),
        BindingState.of(status),
        status,
        condition(status, ConditionType.READY),
        condition(status, ConditionType.ROLLED_OUT),
        Optional.ofNullable(resource.getSpec())
            .map(GitOpsBindingSpec::manifest)
            .map(ManifestSpec::url)
            .orElse(null),
        nextLook,
        pending);
  }

  /** Namespace and name of a resource. */
  public static BindingId idOf(GitOpsBinding resource) {
    return new BindingId(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
  }

  /** What the binding waits for, if it waits. */
  Optional<Wait> awaiting() {
    return Optional.ofNullable(status.awaiting())
        .filter(awaited -> awaited.awaited() != null)
        .map(
            awaited ->
                new Wait(
                    Optional.ofNullable(awaited.reason())
                        .orElse(ready == null ? "" : ready.reason()),
                    Optional.ofNullable(awaited.awaited()).orElse(""),
                    Optional.ofNullable(awaited.since()).orElse(""),
                    Boolean.TRUE.equals(awaited.overdue())));
  }

  /**
   * What is waited for.
   *
   * @param since RFC 3339; empty if unknown
   */
  record Wait(String reason, String subject, String since, boolean overdue) {}

  private static @Nullable BindingCondition condition(
      GitOpsBindingStatus status, ConditionType type) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(type.text()))
        .findFirst()
        .orElse(null);
  }

  /** The repository that the status read the manifest from; empty if the spec was changed since. */
  Optional<RepositoryUrl> manifestRepository() {
    String file = status.manifest() == null ? null : status.manifest().file();
    return Optional.ofNullable(specUrl)
        .flatMap(BindingRow::repository)
        .filter(named -> file != null && file.startsWith(named.place() + "@"));
  }

  /** The repository of a URL that was written into a spec or status; empty if it is none. */
  static Optional<RepositoryUrl> repository(String url) {
    try {
      return Optional.of(RepositoryUrl.parse(url));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
