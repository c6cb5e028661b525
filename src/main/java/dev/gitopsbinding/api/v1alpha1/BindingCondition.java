package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One condition, shaped as {@code metav1.Condition} (Kubernetes API conventions, "Typical status
 * properties").
 *
 * @param type one of {@link ConditionType}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param observedGeneration the generation of the binding that the condition was made from
 * @param lastTransitionTime when {@code status} last changed, RFC 3339
 * @param reason one of {@link Reason}
 * @param message what happened, to what, and what to do next
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BindingCondition(
    String type,
    String status,
    Long observedGeneration,
    String lastTransitionTime,
    String reason,
    String message) {}
