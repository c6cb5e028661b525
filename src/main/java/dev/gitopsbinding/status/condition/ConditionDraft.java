package dev.gitopsbinding.status.condition;

import dev.gitopsbinding.api.v1alpha1.status.ConditionStatus;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.model.Reason;

/** A condition without generation and transition time. */
public record ConditionDraft(
    ConditionType type, ConditionStatus status, Reason reason, String message) {}
