package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.NameRules;
import dev.gitopsbinding.api.v1alpha1.rule.TargetRules;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * The object in the manifest file whose image is written.
 *
 * @param kind one of the kinds that a target may have; null: the target's kind
 * @param name its {@code metadata.name} in the file, 1 to 253 characters without spaces
 * @param namespace its {@code metadata.namespace} in the file; null: the binding's namespace, or
 *     none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManifestObject(
    @JsonPropertyDescription("The object's kind in the file. Default the target's kind.")
        @Size(max = 63)
        @ValidationRule(value = TargetRules.TARGET_KIND, message = TargetRules.TARGET_KIND_MESSAGE)
        @ValidationRule(
            value = TargetRules.TARGET_KIND_JOB,
            message = TargetRules.TARGET_KIND_JOB_MESSAGE)
        @Nullable String kind,
    @JsonPropertyDescription("The object's metadata.name in the file.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = NameRules.MANIFEST_NAME, message = NameRules.MANIFEST_NAME_MESSAGE)
        @Nullable String name,
    @JsonPropertyDescription(
            "The object's metadata.namespace in the file. Default: the object of the binding's namespace, or else the one without a namespace.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = NameRules.MANIFEST_NAME, message = NameRules.MANIFEST_NAME_MESSAGE)
        @Nullable String namespace) {}
