package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The newest commit of the observed branch, and when it was first seen. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceStatus(
    @JsonPropertyDescription("The branch that was observed.") @Size(max = 255)
        @Nullable String branch,
    @JsonPropertyDescription("The id of the branch's newest commit, 40 hex digits.") @Size(max = 64)
        @Nullable String commit,
    @JsonPropertyDescription("When this commit was first seen on the branch.") @Size(max = 64)
        @Nullable String firstSeenTime,
    @JsonPropertyDescription("The repository that was read, without a login name.")
        @Size(max = 2048)
        @Nullable String url) {}
