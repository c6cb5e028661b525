package dev.gitopsbinding.controller.kube;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.model.BindingId;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bindings as the API server returned them for the last status writes, each until the watch has
 * caught up. An event from before the write would otherwise bring an older version of the binding.
 */
final class OwnWrites {
  private final Map<BindingId, GitOpsBinding> written = new ConcurrentHashMap<>();

  /** Notes a status write by the answer of the API server. */
  void note(GitOpsBinding answered) {
    written.put(id(answered), answered);
  }

  /** The newer one of the version of the watch and the version that was written. */
  GitOpsBinding newest(GitOpsBinding watched) {
    GitOpsBinding own = written.get(id(watched));
    if (own == null) {
      return watched;
    }
    if (isNewer(own, watched)) {
      return own;
    }
    written.remove(id(watched), own);
    return watched;
  }

  /** Forgets a binding that is gone. */
  void forget(BindingId binding) {
    written.remove(binding);
  }

  private static BindingId id(GitOpsBinding binding) {
    return new BindingId(binding.getMetadata().getNamespace(), binding.getMetadata().getName());
  }

  /** Compares versions as numbers, as the SDK does; a version that is no number is not newer. */
  private static boolean isNewer(GitOpsBinding own, GitOpsBinding watched) {
    OptionalLong ours = version(own);
    OptionalLong theirs = version(watched);
    return own.getMetadata().getUid().equals(watched.getMetadata().getUid())
        && ours.isPresent()
        && theirs.isPresent()
        && ours.getAsLong() > theirs.getAsLong();
  }

  private static OptionalLong version(GitOpsBinding binding) {
    try {
      return OptionalLong.of(Long.parseLong(binding.getMetadata().getResourceVersion()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
