package dev.gitopsbinding.api.v1alpha1.status.proposal;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A tag that people refused, beside the one that is proposed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RefusedTag(
    @JsonPropertyDescription("The tag.") @Size(max = 128) @Nullable String tag,
    @JsonPropertyDescription("True if it is that of a rollback.") @Nullable Boolean rollback,
    @JsonPropertyDescription("The pull request that proposed it.")
        @Nullable PullRequestStatus pullRequest) {}
