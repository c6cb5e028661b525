package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.NameRules;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A Secret in the binding's namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretRef(
    @JsonPropertyDescription(
            "The name of a Secret in the binding's own namespace. For SSH it holds ssh-privatekey and known_hosts; for https username and password, or bearerToken. The operator sends it only where its owner consents: by the type kubernetes.io/ssh-auth to any SSH host, or by the annotation gitopsbinding.dev/hosts to the hosts that it names.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = NameRules.DNS_NAME, message = NameRules.DNS_NAME_MESSAGE)
        @Nullable String name) {}
