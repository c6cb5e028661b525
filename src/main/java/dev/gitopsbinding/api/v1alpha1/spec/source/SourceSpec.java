package dev.gitopsbinding.api.v1alpha1.spec.source;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.SourceRules;
import dev.gitopsbinding.api.v1alpha1.rule.UrlRules;
import dev.gitopsbinding.api.v1alpha1.spec.BranchRef;
import dev.gitopsbinding.api.v1alpha1.spec.SecretRef;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The repository whose newest commit names the tag. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = UrlRules.SSH_NEEDS_SECRET,
    message = UrlRules.SSH_NEEDS_SECRET_MESSAGE,
    fieldPath = ".secretRef",
    reason = "FieldValueRequired")
@ValidationRule(
    value = UrlRules.CHECK_PROVIDER,
    message = UrlRules.CHECK_PROVIDER_MESSAGE,
    fieldPath = ".checks.provider",
    reason = "FieldValueRequired")
@ValidationRule(
    value = SourceRules.SOURCE_KIND,
    message = SourceRules.SOURCE_KIND_MESSAGE,
    reason = "FieldValueRequired")
@ValidationRule(
    value = SourceRules.BRANCH_ONLY,
    message = SourceRules.BRANCH_ONLY_MESSAGE,
    fieldPath = ".binding",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = SourceRules.REPORT_ONLY,
    message = SourceRules.REPORT_ONLY_MESSAGE,
    fieldPath = ".commitStatus",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = SourceRules.REPORT_LOGIN,
    message = SourceRules.REPORT_LOGIN_MESSAGE,
    fieldPath = ".report",
    reason = "FieldValueRequired")
@ValidationRule(
    value = UrlRules.REPORT_PROVIDER,
    message = UrlRules.REPORT_PROVIDER_MESSAGE,
    fieldPath = ".report",
    reason = "FieldValueRequired")
public record SourceSpec(
    @JsonPropertyDescription(
            "Where the source repository is: https://host/path, ssh://git@host/path or git@host:path. It must not hold a password; put that into the Secret. Needed unless binding is set.")
        @Size(min = 1, max = 2048)
        @ValidationRule(value = UrlRules.URL_CHARACTERS, message = UrlRules.URL_CHARACTERS_MESSAGE)
        @ValidationRule(value = UrlRules.URL_SCHEME, message = UrlRules.URL_SCHEME_MESSAGE)
        @ValidationRule(value = UrlRules.URL_LOGIN, message = UrlRules.URL_LOGIN_MESSAGE)
        @ValidationRule(value = UrlRules.URL_PASSWORD, message = UrlRules.URL_PASSWORD_MESSAGE)
        @ValidationRule(value = UrlRules.URL_COLON, message = UrlRules.URL_COLON_MESSAGE)
        @ValidationRule(value = UrlRules.URL_FORM, message = UrlRules.URL_FORM_MESSAGE)
        @Nullable String url,
    @JsonPropertyDescription(
            "The branch whose newest commit determines the tag. Needed unless binding is set.")
        @Nullable BranchRef ref,
    @JsonPropertyDescription(
            "The Secret to log in with. An SSH URL needs one; an https URL of a public repository does not. For SSH it holds ssh-privatekey and known_hosts; for https username and password, or bearerToken.")
        @Nullable SecretRef secretRef,
    @JsonPropertyDescription(
            "The checks of a commit, such as CI, that must have passed before its tag is written. Default: none.")
        @Nullable SourceChecks checks,
    @JsonPropertyDescription(
            "Newest: the tag of the branch's newest commit is written, and waited for until its image exists. NewestWithImage: the newest commit whose image exists, and whose checks have passed, counts, among the branch's own commits (first parents) since the one that is deployed; a commit without an image blocks nothing. Default Newest.")
        @Default("Newest")
        @SchemaFrom(type = SourceSelect.class)
        @Nullable String select,
    @JsonPropertyDescription(
            "What happens if the commit to deploy does not descend from the deployed one, for example after a force-push. Follow: its tag is written. Hold: the binding is on hold (SourceRewound) until a descendant comes or a sync is requested. Default: Hold with select NewestWithImage, else Follow.")
        @SchemaFrom(type = SourceRewind.class)
        @Nullable String rewind,
    @JsonPropertyDescription(
            "Promotion, in place of url and ref: the tag is made of the commit that another binding has rolled out.")
        @Nullable SourceBinding binding,
    @JsonPropertyDescription(
            "Only commits that touch these files count, as for git log --first-parent: the newest of them determines the tag, and not the newest commit of the branch. The branch may be the one of spec.manifest if spec.manifest.path is none of these files. Default: all commits count.")
        @Nullable SourcePaths paths,
    @JsonPropertyDescription(
            "CommitStatus: the source commit gets a status at its forge that says how far its tag has come: pending once the tag is pushed or proposed, success once the target runs it in all its pods, failure if the rollout fails or is rolled back. Needs a login, see commitStatus. Default: nothing is reported.")
        @SchemaFrom(type = SourceReport.class)
        @Nullable String report,
    @JsonPropertyDescription(
            "Where the statuses of report CommitStatus are written, and by which login. Default: what spec.source.checks and spec.source name.")
        @Nullable CommitStatusSpec commitStatus) {}
