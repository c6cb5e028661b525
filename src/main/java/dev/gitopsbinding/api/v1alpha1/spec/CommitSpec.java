package dev.gitopsbinding.api.v1alpha1.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.CommitRules;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What the operator's commits look like. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommitSpec(
    @JsonPropertyDescription(
            "The author of the commits. The committer is the operator, or the owner of the key that signs.")
        @Default("{}")
        @Nullable AuthorSpec author,
    @JsonPropertyDescription(
            "The commit message, a Mustache template. Its variables are image, tag, commit, shortCommit, branch, namespace and name; commitCount, commitSubject and commitAuthor are about the source commits since the replaced tag, and empty if these are not known; {{#commits}}…{{/commits}} repeats a text for each of the newest 20 with commit, shortCommit, subject, author and date. The trailers GitOps-Binding, GitOps-Source and Argocd-reference-commit-* are added by the operator.")
        @Default("\"chore(refs): update {{image}} to {{tag}}\"")
        @Size(min = 1, max = 4096)
        @ValidationRule(value = CommitRules.TEMPLATE, message = CommitRules.TEMPLATE_MESSAGE)
        @ValidationRule(
            value = CommitRules.TEMPLATE_TRAILERS,
            message = CommitRules.TEMPLATE_TRAILERS_MESSAGE)
        @ValidationRule(
            value = CommitRules.TEMPLATE_DIVIDER,
            message = CommitRules.TEMPLATE_DIVIDER_MESSAGE)
        @ValidationRule(
            value = CommitRules.TEMPLATE_COMMITS,
            message = CommitRules.TEMPLATE_COMMITS_MESSAGE)
        @Nullable String messageTemplate,
    @JsonPropertyDescription(
            "Signs the commits by a key of SSH or OpenPGP. The committer is then the user id of an OpenPGP key, and the author with a key of SSH. Default: commits are not signed.")
        @Nullable CommitSigning signing) {}
