package dev.gitopsbinding.api.v1alpha1.spec.push;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.PushRules;
import dev.gitopsbinding.api.v1alpha1.rule.UrlRules;
import dev.gitopsbinding.api.v1alpha1.spec.source.CheckProvider;
import dev.gitopsbinding.api.v1alpha1.spec.source.TokenSecretRef;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the operator opens pull requests. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = PushRules.DRAFT_IS_NOT_MERGED,
    message = PushRules.DRAFT_IS_NOT_MERGED_MESSAGE,
    fieldPath = ".autoMerge")
public record PullRequestSpec(
    @JsonPropertyDescription(
            "The kind of forge; Gitea stands for Forgejo too. May be left out if the host of spec.manifest.url is github.com or gitlab.com.")
        @SchemaFrom(type = CheckProvider.class)
        @Nullable String provider,
    @JsonPropertyDescription(
            "Where the forge's API is. Default https://api.github.com for github.com; for other hosts https://HOST/api/v3 (GitHub), https://HOST/api/v4 (GitLab) or https://HOST/api/v1 (Gitea), with the host of spec.manifest.url.")
        @Size(min = 1, max = 2048)
        @ValidationRule(value = UrlRules.API_URL, message = UrlRules.API_URL_MESSAGE)
        @Nullable String apiURL,
    @JsonPropertyDescription(
            "The Secret with a login for the forge's API that may read and write pull requests (at"
                + " Gitea, issues too). It is not the login for pushes, which is that of"
                + " spec.manifest.")
        @Required
        @Nullable TokenSecretRef secretRef,
    @JsonPropertyDescription(
            "The title. Default: the bindings that share the branch, and the tag if it is one. Variables: {{namespace}}, {{name}}, {{image}} and {{tag}}. A title that somebody has changed stays.")
        @Size(min = 1, max = 200)
        @ValidationRule(
            value = PushRules.TEXT_VARIABLES,
            message = PushRules.TEXT_VARIABLES_MESSAGE)
        @ValidationRule(value = PushRules.TITLE_LINE, message = PushRules.TITLE_LINE_MESSAGE)
        @Nullable String title,
    @JsonPropertyDescription(
            "A text (Markdown) before the sections that the operator writes, one for each binding. It is written once, when the pull request is opened. Variables: {{namespace}}, {{name}}, {{image}} and {{tag}}.")
        @Size(min = 1, max = 8192)
        @ValidationRule(
            value = PushRules.TEXT_VARIABLES,
            message = PushRules.TEXT_VARIABLES_MESSAGE)
        @ValidationRule(value = PushRules.BODY_MARKS, message = PushRules.BODY_MARKS_MESSAGE)
        @Nullable String body,
    @JsonPropertyDescription("Labels that a new pull request gets.")
        @Size(min = 1, max = 16)
        @ValidationRule(value = PushRules.NAMES, message = PushRules.NAMES_MESSAGE)
        @Nullable List<@Size(min = 1, max = 100) String> labels,
    @JsonPropertyDescription(
            "The login names of people who are asked to review a new pull request; at GitHub and Gitea team:NAME stands for a team.")
        @Size(min = 1, max = 16)
        @ValidationRule(value = PushRules.NAMES, message = PushRules.NAMES_MESSAGE)
        @Nullable List<@Size(min = 1, max = 100) String> reviewers,
    @JsonPropertyDescription("True opens pull requests as drafts. Default false.") @Default("false")
        @Nullable Boolean draft,
    @JsonPropertyDescription(
            "True asks the forge to merge by itself as soon as its own rules (reviews, checks) allow that. Default false.")
        @Default("false")
        @Nullable Boolean autoMerge) {}
