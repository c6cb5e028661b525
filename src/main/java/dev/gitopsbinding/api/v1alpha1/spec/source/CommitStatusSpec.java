package dev.gitopsbinding.api.v1alpha1.spec.source;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.SourceRules;
import dev.gitopsbinding.api.v1alpha1.rule.UrlRules;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where statuses of source commits are written, and by which login. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommitStatusSpec(
    @JsonPropertyDescription(
            "The kind of forge that the source repository is at; Gitea stands for Forgejo too. Default: that of spec.source.checks. May be left out if the host of the source's URL is github.com or gitlab.com.")
        @SchemaFrom(type = CheckProvider.class)
        @Nullable String provider,
    @JsonPropertyDescription(
            "Where the forge's API is. Default: that of spec.source.checks, else https://api.github.com for github.com; for other hosts https://HOST/api/v3 (GitHub), https://HOST/api/v4 (GitLab) or https://HOST/api/v1 (Gitea), with the host of the source's URL.")
        @Size(min = 1, max = 2048)
        @ValidationRule(value = UrlRules.API_URL, message = UrlRules.API_URL_MESSAGE)
        @Nullable String apiURL,
    @JsonPropertyDescription(
            "The Secret with a token that may write commit statuses. Default: that of spec.source.checks, else the one of spec.source if the source's URL is an https URL.")
        @Nullable TokenSecretRef secretRef,
    @JsonPropertyDescription(
            "What follows gitopsbinding/ in the name of the status, such as production. Bindings that deploy the same source commit need different ones. Default: the binding's namespace and name.")
        @Size(min = 1, max = 100)
        @ValidationRule(value = SourceRules.CONTEXT, message = SourceRules.CONTEXT_MESSAGE)
        @Nullable String context) {}
