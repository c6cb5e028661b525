package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.rule.DurationRules;
import dev.gitopsbinding.api.v1alpha1.rule.ImageRules;
import dev.gitopsbinding.api.v1alpha1.rule.PushRules;
import dev.gitopsbinding.api.v1alpha1.rule.SourceRules;
import dev.gitopsbinding.api.v1alpha1.rule.TargetRules;
import dev.gitopsbinding.api.v1alpha1.spec.BindingMode;
import dev.gitopsbinding.api.v1alpha1.spec.CommitSpec;
import dev.gitopsbinding.api.v1alpha1.spec.ImageSpec;
import dev.gitopsbinding.api.v1alpha1.spec.ManifestSpec;
import dev.gitopsbinding.api.v1alpha1.spec.Rollback;
import dev.gitopsbinding.api.v1alpha1.spec.TargetSpec;
import dev.gitopsbinding.api.v1alpha1.spec.notification.Notification;
import dev.gitopsbinding.api.v1alpha1.spec.push.PushSpec;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants. Every component may be null: the API server sets the defaults when an object
 * is written, and an object stored before a field existed must still be readable.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = ImageRules.SELECT_ASKS_REGISTRY,
    message = ImageRules.SELECT_ASKS_REGISTRY_MESSAGE,
    fieldPath = ".source.select")
@ValidationRule(
    value = SourceRules.REFS_NEED_SOURCE,
    message = SourceRules.REFS_NEED_SOURCE_MESSAGE,
    fieldPath = ".manifest.edits")
@ValidationRule(
    value = PushRules.BASE_DIFFERS,
    message = PushRules.BASE_DIFFERS_MESSAGE,
    fieldPath = ".push.branch")
@ValidationRule(
    value = PushRules.PROVIDER,
    message = PushRules.PROVIDER_MESSAGE,
    fieldPath = ".push.pullRequest.provider",
    reason = "FieldValueRequired")
@ValidationRule(
    value = TargetRules.ROLLBACK_NEEDS_EVIDENCE,
    message = TargetRules.ROLLBACK_NEEDS_EVIDENCE_MESSAGE,
    fieldPath = ".rollback.mode")
public record GitOpsBindingSpec(
    @JsonPropertyDescription(
            "True pauses the binding: the operator reads and pushes nothing, and still writes the status. Default false.")
        @Default("false")
        @Nullable Boolean suspend,
    @JsonPropertyDescription(
            "How often the source branch and the manifest file are read: a Go duration such as 30s, 2m or 1h30m. Default 2m, at least 10s. A new value of the annotation gitopsbinding.dev/requestedAt requests a sync at once.")
        @Default("2m")
        @Size(min = 2, max = 20)
        @ValidationRule(value = DurationRules.DURATION, message = DurationRules.DURATION_MESSAGE)
        @ValidationRule(
            value = DurationRules.AT_LEAST_10S,
            message = DurationRules.AT_LEAST_10S_MESSAGE)
        @Nullable String interval,
    @JsonPropertyDescription(
            "How long one sync may wait for hosts and for other pushes before it fails and is retried: a Go duration such as 60s. Default 60s, at least 10s. A larger value than the operator's GITOPSBINDING_MAX_TIMEOUT (10m by default) counts as that.")
        @Default("60s")
        @Size(min = 2, max = 20)
        @ValidationRule(value = DurationRules.DURATION, message = DurationRules.DURATION_MESSAGE)
        @ValidationRule(
            value = DurationRules.AT_LEAST_10S,
            message = DurationRules.AT_LEAST_10S_MESSAGE)
        @Nullable String timeout,
    @JsonPropertyDescription("The workload that runs the image, in the binding's own namespace.")
        @Required
        @Nullable TargetSpec target,
    @JsonPropertyDescription(
            "The image, and how its tag is made from a source commit: by default the tag is the whole commit, 40 hex digits.")
        @Required
        @Nullable ImageSpec image,
    @JsonPropertyDescription(
            "The repository with the application's code. The newest commit of its branch determines the tag, or what another binding has rolled out.")
        @Required
        @Nullable SourceSpec source,
    @JsonPropertyDescription(
            "The repository and the places in its files that the tag is written to.")
        @Required
        @Nullable ManifestSpec manifest,
    @JsonPropertyDescription("The author and message of the commits in the manifest repository.")
        @Default("{}")
        @Nullable CommitSpec commit,
    @JsonPropertyDescription(
            "Receivers of messages about changes of the binding's state, such as a chat. A receiver that is slow or does not answer delays no sync.")
        @Size(max = 8)
        @Nullable List<Notification> notifications,
    @JsonPropertyDescription("What happens if the rollout of a tag that was written fails.")
        @Nullable Rollback rollback,
    @JsonPropertyDescription(
            "Write: the tag is pushed. Preview: everything but the push is done; status.preview says what would be written. Default Write.")
        @Default("Write")
        @SchemaFrom(type = BindingMode.class)
        @Nullable String mode,
    @JsonPropertyDescription(
            "Another branch to push to than the one of the manifest, and the pull request that proposes it. Default: commits are pushed to the branch of the manifest.")
        @Nullable PushSpec push) {}
