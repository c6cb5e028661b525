package dev.gitopsbinding.plan;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.Reason;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Decides by the spec and status of a binding how far its claim to its image field goes. Pure.
 *
 * <p>A binding that writes nothing, because it is suspended or only previews, has no claim.
 *
 * <p>In its own namespace a binding has a claim unless it is known to fail. A binding that fails
 * keeps the claim if it has pushed to the field before: otherwise two bindings would write in turns
 * whenever the host of the older one is unreachable for a moment. Authors of other namespaces are
 * not trusted: in other namespaces the claim holds only after a push to this field, which proves
 * the right to write, and only until that right is refused.
 */
public final class ClaimPolicy {
  /** The binding has lost the right to write, or cannot prove that it has it. */
  private static final Set<Reason> REFUSED =
      EnumSet.of(
          Reason.PUSH_DECLINED,
          Reason.AUTHENTICATION_FAILED,
          Reason.REPOSITORY_NOT_FOUND,
          Reason.SECRET_NOT_FOUND,
          Reason.SECRET_FORBIDDEN,
          Reason.SECRET_NOT_CONSENTED,
          Reason.SECRET_KEY_MISSING,
          Reason.SECRET_INVALID);

  private ClaimPolicy() {}

  /** The claim of a binding that is not being deleted. */
  public static Claim of(Binding binding, GitOpsBindingStatus status) {
    if (binding.suspended() || binding.previews()) {
      return Claim.NONE;
    }
    Optional<Reason> ready = readyReason(binding, status);
    if (ready.filter(reason -> reason.handling() == Reason.Handling.STALLED).isPresent()) {
      return Claim.NONE;
    }
    if (hasPushed(binding, status)) {
      return ready.filter(REFUSED::contains).isPresent() ? Claim.NAMESPACE : Claim.EVERYWHERE;
    }
    return ready.map(ClaimPolicy::works).orElse(true) ? Claim.NAMESPACE : Claim.NONE;
  }

  /** Only the operator may write a status, so a push that is noted there can be trusted. */
  private static boolean hasPushed(Binding binding, GitOpsBindingStatus status) {
    LastPush last = status.lastPush();
    return last != null
        && binding.file().equals(last.file())
        && binding.selection().equals(last.selection());
  }

  private static boolean works(Reason reason) {
    return switch (reason.handling()) {
      case DONE, WAITING -> true;
      case NEEDS_DECISION -> reason != Reason.CONFLICTING_BINDING;
      case RETRIED, STALLED -> false;
    };
  }

  /** Empty until this generation of the spec was synced. */
  private static Optional<Reason> readyReason(Binding binding, GitOpsBindingStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(ConditionType.READY.text()))
        .filter(condition -> Objects.equals(condition.observedGeneration(), binding.generation()))
        .map(BindingCondition::reason)
        .findFirst()
        .flatMap(Reason::of);
  }
}
