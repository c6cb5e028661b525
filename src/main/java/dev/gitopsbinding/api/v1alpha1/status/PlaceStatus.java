package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What one of several places holds. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlaceStatus(
    @JsonPropertyDescription("The file.") @Size(max = 1024) @Nullable String path,
    @JsonPropertyDescription("The key of the place in the file, if the spec names one.")
        @Size(max = 2048)
        @Nullable String key,
    @JsonPropertyDescription("The image as the file writes it.") @Size(max = 4096)
        @Nullable String image) {}
