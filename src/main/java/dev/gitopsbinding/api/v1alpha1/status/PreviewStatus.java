package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** What a push would write, if the binding did not only preview it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreviewStatus(
    @JsonPropertyDescription(
            "The tag that would be replaced; several are separated by commas. Absent if there is none.")
        @Size(max = 4096)
        @Nullable String fromTag,
    @JsonPropertyDescription("The tag that would be written.") @Size(max = 128)
        @Nullable String toTag,
    @JsonPropertyDescription("The repository, branch and files that would be written.")
        @Size(max = 4096)
        @Nullable String file,
    @JsonPropertyDescription(
            "The change of the file as a unified diff, at most 8 KiB: the changed lines, without the lines around them.")
        @Size(max = 16384)
        @Nullable String diff) {}
