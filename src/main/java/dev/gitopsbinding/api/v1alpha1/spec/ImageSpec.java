package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.ImageRules;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The image and how its tag is made from a commit. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = ImageRules.PIN_ASKS_REGISTRY,
    message = ImageRules.PIN_ASKS_REGISTRY_MESSAGE,
    fieldPath = ".pin")
public record ImageSpec(
    @JsonPropertyDescription(
            "The image's repository without tag and digest, such as ghcr.io/acme/web. It must match the whole repository in the file; nginx stands for docker.io/library/nginx.")
        @Required
        @Size(min = 1, max = 255)
        @ValidationRule(value = ImageRules.IMAGE_DIGEST, message = ImageRules.IMAGE_DIGEST_MESSAGE)
        @ValidationRule(value = ImageRules.IMAGE_TAG, message = ImageRules.IMAGE_TAG_MESSAGE)
        @ValidationRule(value = ImageRules.IMAGE_FORM, message = ImageRules.IMAGE_FORM_MESSAGE)
        @Nullable String name,
    @JsonPropertyDescription(
            "How the tag is made from a source commit: prefix, the first hex digits of the commit, suffix. By default the tag is the whole commit, 40 digits.")
        @Default("{}")
        @Nullable TagSpec tag,
    @JsonPropertyDescription(
            "Whether the registry must have the image before its tag is written, and how the registry is asked.")
        @Default("{}")
        @Nullable ImageCheck check,
    @JsonPropertyDescription(
            "Tag: the file gets the tag alone, as in ghcr.io/acme/web:1a2b3c4. Digest: it gets the tag and the digest that the registry has for it, as in ghcr.io/acme/web:1a2b3c4@sha256:…, so that the cluster runs exactly this image even if the tag is moved later. Default Tag.")
        @Default("Tag")
        @SchemaFrom(type = ImagePin.class)
        @Nullable String pin) {}
