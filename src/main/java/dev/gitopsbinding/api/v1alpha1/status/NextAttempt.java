package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * When the operator looks again by itself. A status is written when it has news, not at each
 * attempt: a {@code time} that is past says that there were attempts since, all with the same
 * result.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NextAttempt(
    @JsonPropertyDescription(
            "When the operator looks again by itself, as of this status. Once it is past, the operator has looked since, and nothing has changed.")
        @Size(max = 64)
        @Nullable String time,
    @JsonPropertyDescription(
            "How often it looks at least from then on, such as 5m, unless a host that limits requests asked for a longer pause.")
        @Size(max = 64)
        @Nullable String every) {}
