package dev.gitopsbinding.api.v1alpha1.spec.source;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.DurationRules;
import dev.gitopsbinding.api.v1alpha1.rule.NameRules;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Another binding, whose rolled out commit is deployed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceBinding(
    @JsonPropertyDescription("The name of the GitOpsBinding that is followed.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = NameRules.DNS_NAME, message = NameRules.BINDING_NAME_MESSAGE)
        @Nullable String name,
    @JsonPropertyDescription(
            "The namespace of that binding. Default: this binding's own. In another namespace, the annotation gitopsbinding.dev/promote-to of that binding must name this binding's namespace.")
        @Size(min = 1, max = 63)
        @ValidationRule(value = NameRules.LABEL_NAME, message = NameRules.NAMESPACE_MESSAGE)
        @Nullable String namespace,
    @JsonPropertyDescription(
            "How long the target of that binding must have run a commit in all its pods before the commit is deployed here: a Go duration such as 30m. Default 0s, at most 720h.")
        @Default("0s")
        @Size(min = 2, max = 20)
        @ValidationRule(value = DurationRules.DURATION, message = DurationRules.DURATION_MESSAGE)
        @ValidationRule(
            value = DurationRules.AT_MOST_720H,
            message = DurationRules.AT_MOST_720H_MESSAGE)
        @Nullable String soak) {}
