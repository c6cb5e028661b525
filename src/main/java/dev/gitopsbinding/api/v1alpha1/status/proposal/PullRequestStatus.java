package dev.gitopsbinding.api.v1alpha1.status.proposal;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The newest pull request that holds a tag of the binding. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PullRequestStatus(
    @JsonPropertyDescription("Its page on the web.") @Size(max = 2048) @Nullable String url,
    @JsonPropertyDescription("Its number.") @Nullable Long number,
    @JsonPropertyDescription("Open, Merged, or Closed without a merge, when it was last looked at.")
        @Size(max = 16)
        @Nullable String state,
    @JsonPropertyDescription(
            "What the forge refused when it was written last, such as a label, a reviewer or the automatic merge.")
        @Size(max = 1024)
        @Nullable String note) {
  /** The value of {@code state} while it can be merged. */
  public static final String OPEN = "Open";

  /** The value of {@code state} after its merge. */
  public static final String MERGED = "Merged";

  /** The value of {@code state} after somebody closed it without a merge. */
  public static final String CLOSED = "Closed";
}
