package dev.gitopsbinding.api.v1alpha1.spec.source;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.NameRules;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A Secret with a login for a forge's API. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TokenSecretRef(
    @JsonPropertyDescription(
            "The name of a Secret in the binding's own namespace, with a login for the forge's API."
                + " It holds an access token as bearerToken, or as password beside a username, or a"
                + " GitHub App, and may hold certificate authorities as ca.crt. Its annotation"
                + " gitopsbinding.dev/hosts must name the host of the API.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = NameRules.DNS_NAME, message = NameRules.DNS_NAME_MESSAGE)
        @Nullable String name) {}
