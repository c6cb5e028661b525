package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.model.Reason;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

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
    @JsonPropertyDescription(
            "What the condition is about: Ready, Reconciling, Stalled, Suspended or RolledOut.")
        @Required
        @Size(min = 1, max = 316)
        String type,
    @JsonPropertyDescription("True, False or Unknown.")
        @Required
        @SchemaFrom(type = ConditionStatus.class)
        String status,
    @JsonPropertyDescription("The generation of the spec that the condition was made from.") @Min(0)
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("When the condition's status last changed.") @Required @Size(max = 64)
        String lastTransitionTime,
    @JsonPropertyDescription(
            "The reason for the status, as one word for programs; docs/reasons.md lists all reasons.")
        @Required
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        @Size(min = 1, max = 1024)
        String reason,
    @JsonPropertyDescription("What happened, to what, and what to do next.")
        @Required
        @Size(max = 32768)
        String message) {}
