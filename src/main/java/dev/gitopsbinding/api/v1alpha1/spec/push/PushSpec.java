package dev.gitopsbinding.api.v1alpha1.spec.push;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.PushRules;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The branch that commits are pushed to, and how they get from there to the manifest's branch. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PushSpec(
    @JsonPropertyDescription(
            "The branch that commits are pushed to, in the repository of spec.manifest, such as gitops/{{namespace}}/{{name}}. It is made from the manifest's branch when there is something to push, and the tag counts as written only when the manifest's branch holds it. Bindings with the same branch share it and its pull request. Variables: {{namespace}} and {{name}} of the binding.")
        @Required
        @Size(min = 1, max = 200)
        @ValidationRule(
            value = PushRules.BRANCH_VARIABLES,
            message = PushRules.BRANCH_VARIABLES_MESSAGE)
        @ValidationRule(value = PushRules.BRANCH_FORM, message = PushRules.BRANCH_FORM_MESSAGE)
        @Nullable String branch,
    @JsonPropertyDescription(
            "The pull request that proposes the branch. Default: none; somebody else sees to the merge.")
        @Nullable PullRequestSpec pullRequest) {}
