package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A tag that was pushed to the branch of {@code spec.push}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProposedStatus(
    @JsonPropertyDescription("The branch that holds the tag.") @Size(max = 1024)
        @Nullable String branch,
    @JsonPropertyDescription("The tag that waits for its merge.") @Size(max = 128)
        @Nullable String tag,
    @JsonPropertyDescription(
            "The newest commit of the branch when the tag was first seen there; absent if others have committed to it.")
        @Size(max = 40)
        @Nullable String commit,
    @JsonPropertyDescription("True if the tag is an older one, because a rollout has failed.")
        @Nullable Boolean rollback) {}
