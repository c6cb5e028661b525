package dev.gitopsbinding.api.v1alpha1.spec.source;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.SourceRules;
import dev.gitopsbinding.api.v1alpha1.rule.UrlRules;
import dev.gitopsbinding.api.v1alpha1.spec.CheckMode;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which checks of a source commit must have passed before its tag is written. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceChecks(
    @JsonPropertyDescription(
            "The kind of forge that knows the checks; Gitea stands for Forgejo too. May be left out if the host of spec.source.url is github.com or gitlab.com.")
        @SchemaFrom(type = CheckProvider.class)
        @Nullable String provider,
    @JsonPropertyDescription(
            "Where the forge's API is. Default https://api.github.com for github.com; for other hosts https://HOST/api/v3 (GitHub), https://HOST/api/v4 (GitLab) or https://HOST/api/v1 (Gitea), with the host of spec.source.url.")
        @Size(min = 1, max = 2048)
        @ValidationRule(value = UrlRules.API_URL, message = UrlRules.API_URL_MESSAGE)
        @Nullable String apiURL,
    @JsonPropertyDescription(
            "The Secret with a token that may read the checks. Default: the forge is asked without a login.")
        @Nullable TokenSecretRef secretRef,
    @JsonPropertyDescription(
            "The names of the checks that must have passed, as the forge shows them. Default: all checks that the commit has, at least one.")
        @Size(min = 1, max = 32)
        @ValidationRule(value = SourceRules.CHECK_NAMES, message = SourceRules.CHECK_NAMES_MESSAGE)
        @Nullable List<@Size(min = 1, max = 200) String> names,
    @JsonPropertyDescription(
            "Required: a new tag is written only after the checks have passed. Skip: the forge is not asked. Default Required.")
        @Default("Required")
        @SchemaFrom(type = CheckMode.class)
        @Nullable String mode) {}
