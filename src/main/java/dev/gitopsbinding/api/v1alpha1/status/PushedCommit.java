package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A source commit that came with a push. Its author wrote these texts; they are cleaned. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PushedCommit(
    @JsonPropertyDescription("The commit's id, 40 hex digits.") @Size(max = 64)
        @Nullable String commit,
    @JsonPropertyDescription("The first paragraph of its message, at most 120 characters.")
        @Size(max = 121)
        @Nullable String subject,
    @JsonPropertyDescription("The name of its author, at most 80 characters.") @Size(max = 81)
        @Nullable String author,
    @JsonPropertyDescription("When the author made it.") @Size(max = 64) @Nullable String date) {}
