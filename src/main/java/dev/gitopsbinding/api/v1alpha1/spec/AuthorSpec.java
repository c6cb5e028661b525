package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.CommitRules;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The author of the operator's commits. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuthorSpec(
    @JsonPropertyDescription("The author's name. Default GitOps Operator.")
        @Default("GitOps Operator")
        @Size(min = 1, max = 128)
        @ValidationRule(value = CommitRules.AUTHOR_NAME, message = CommitRules.AUTHOR_NAME_MESSAGE)
        @Nullable String name,
    @JsonPropertyDescription("The author's e-mail address. Default gitops-operator@localhost.")
        @Default("gitops-operator@localhost")
        @Size(min = 3, max = 254)
        @ValidationRule(
            value = CommitRules.AUTHOR_EMAIL,
            message = CommitRules.AUTHOR_EMAIL_MESSAGE)
        @Nullable String email) {}
