package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.Objects;
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
        @Nullable Boolean rollback,
    @JsonPropertyDescription(
            "The pull request that proposed the tag; not the one of status.pullRequest where that proposes another tag, such as that of a rollback.")
        @Nullable PullRequestStatus pullRequest) {

  /** Whether a pull request is about the tag; a rollback's is not, beside a newer tag on hold. */
  public boolean isIn(PullRequestStatus request) {
    return pullRequest == null || Objects.equals(pullRequest.number(), request.number());
  }
}
