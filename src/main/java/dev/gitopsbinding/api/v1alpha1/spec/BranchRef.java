package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.BranchRules;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A branch. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BranchRef(
    @JsonPropertyDescription("The branch's short name, such as main.")
        @Required
        @Size(min = 1, max = 255)
        @ValidationRule(
            value = BranchRules.BRANCH_CHARACTERS,
            message = BranchRules.BRANCH_CHARACTERS_MESSAGE)
        @ValidationRule(value = BranchRules.BRANCH_DOTS, message = BranchRules.BRANCH_DOTS_MESSAGE)
        @ValidationRule(
            value = BranchRules.BRANCH_SLASHES,
            message = BranchRules.BRANCH_SLASHES_MESSAGE)
        @ValidationRule(
            value = BranchRules.BRANCH_SHORT,
            message = BranchRules.BRANCH_SHORT_MESSAGE)
        @Nullable String branch) {}
