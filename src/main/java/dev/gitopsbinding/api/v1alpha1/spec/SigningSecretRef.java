package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.NameRules;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A Secret with a private key that signs. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SigningSecretRef(
    @JsonPropertyDescription(
            "The name of a Secret in the binding's own namespace, with the private key that signs:"
                + " git.asc for OpenPGP, ssh-privatekey for SSH. The key stays in the operator's"
                + " memory and is sent nowhere. The owner of the Secret has to consent, by the type"
                + " gitopsbinding.dev/signing or by the annotation gitopsbinding.dev/hosts.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = NameRules.DNS_NAME, message = NameRules.DNS_NAME_MESSAGE)
        @Nullable String name) {}
