package dev.gitopsbinding.notify;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.status.StateChange;
import io.fabric8.kubernetes.api.model.ObjectReference;
import org.jspecify.annotations.Nullable;

/**
 * A change of a binding's state that is stored.
 *
 * @param written refers to the binding in the version that the status write returned, which
 *     distinguishes a repetition from a new change
 * @param spec null if it cannot be read, or if the change could not be stored, so that it may be
 *     reported again
 * @param before the status before the change
 * @param status the status after the change
 */
public record BindingChange(
    ObjectReference written,
    @Nullable GitOpsBindingSpec spec,
    GitOpsBindingStatus before,
    GitOpsBindingStatus status,
    StateChange change) {}
