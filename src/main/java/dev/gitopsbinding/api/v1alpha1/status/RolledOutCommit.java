package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A commit that the target ran in all its pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RolledOutCommit(
    @JsonPropertyDescription("The commit, 40 hex digits.") @Size(max = 64) @Nullable String commit,
    @JsonPropertyDescription("Its tag.") @Size(max = 128) @Nullable String tag,
    @JsonPropertyDescription("Since when all pods have run it.") @Size(max = 64)
        @Nullable String since,
    @JsonPropertyDescription(
            "When a pod was first seen not to run it, or not to be available; absent until then.")
        @Size(max = 64)
        @Nullable String until) {}
