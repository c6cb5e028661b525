package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A desired tag that the manifest file held; the operator or somebody else wrote it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LandedTag(
    @JsonPropertyDescription("The tag.") @Size(max = 128) @Nullable String tag,
    @JsonPropertyDescription("The repository, branch and files that held it.") @Size(max = 4096)
        @Nullable String file,
    @JsonPropertyDescription(
            "Which images of the file held it: the target's kind and name, the containers, and the image's repository.")
        @Size(max = 4096)
        @Nullable String selection,
    @JsonPropertyDescription(
            "True once the target has run this tag in all its pods. It stays True while pods are replaced later. It is noted only while spec.notifications names a receiver, or spec.source.report is set.")
        @Nullable Boolean rolledOut) {
  /** A tag that the target has not run yet. */
  public LandedTag(@Nullable String tag, @Nullable String file, @Nullable String selection) {
    this(tag, file, selection, null);
  }
}
