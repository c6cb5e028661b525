package dev.gitopsbinding.binding;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether the owner of a binding allows bindings of another namespace to follow it. A follower
 * learns what the binding rolls out, and makes it note that in its status.
 */
public final class PromotionConsent {
  private PromotionConsent() {}

  /** Whether bindings of the namespace may follow this one; its own namespace always may. */
  public static boolean allows(GitOpsBinding upstream, String namespace) {
    return namespace.equals(upstream.getMetadata().getNamespace())
        || Arrays.asList(value(upstream).split("[,\\s]+")).contains(namespace);
  }

  /** The annotation's value; empty if there is none. */
  public static String value(GitOpsBinding upstream) {
    var annotations = upstream.getMetadata().getAnnotations();
    @Nullable String value = annotations == null ? null : annotations.get(GitOpsBinding.PROMOTE_TO);
    return value == null ? "" : value;
  }
}
