package dev.gitopsbinding.controller.kube;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.model.BindingId;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bindings as the API server answered the last status writes, each until the watch has caught
 * up with it. An event that was on its way during the write brings the binding as it was before.
 */
final class OwnWrites {
  private final Map<BindingId, GitOpsBinding> written = new ConcurrentHashMap<>();

  /** A status was written. */
  void note(GitOpsBinding answered) {
    written.put(id(answered), answered);
  }

  /** The newer one of what the watch brought and what was written. */
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

  /** Versions are compared as numbers, as the SDK does; what cannot be compared is not newer. */
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
