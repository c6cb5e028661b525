package dev.gitopsbinding.api.v1alpha1.status.proposal;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
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
        @Nullable PullRequestStatus pullRequest,
    @JsonPropertyDescription(
            "The repository, branch and files that the tag is for. If spec.manifest names others, then the tag no longer counts as proposed or refused.")
        @Size(max = 4096)
        @Nullable String file,
    @JsonPropertyDescription("When the tag was first seen on the branch.") @Size(max = 64)
        @Nullable String time,
    @JsonPropertyDescription(
            "Where the tag comes from; part of status.lastPush and status.history once it is merged.")
        @Nullable ProposedSource source,
    @JsonPropertyDescription(
            "The newest commit of the branch when the forge was last asked to merge by itself (autoMerge).")
        @Size(max = 40)
        @Nullable String mergeAsked,
    @JsonPropertyDescription(
            "Other tags that are still wanted and were refused: their pull requests were closed, or a rollback was merged and taken back.")
        @Size(max = 4)
        @Nullable List<RefusedTag> refused) {

  /** Leaves out what Jackson cannot read. */
  public ProposedStatus {
    refused = refused == null ? null : refused.stream().filter(Objects::nonNull).toList();
  }

  /** Whether a pull request is about the tag; a rollback's is not, beside a newer tag on hold. */
  public boolean isIn(PullRequestStatus request) {
    return pullRequest == null || Objects.equals(pullRequest.number(), request.number());
  }

  /** This one with the state of its pull request. */
  public ProposedStatus with(PullRequestStatus request) {
    return new ProposedStatus(
        branch, tag, commit, rollback, request, file, time, source, mergeAsked, refused);
  }

  /** This one with other tags that were refused. */
  public ProposedStatus withRefused(List<RefusedTag> others) {
    return new ProposedStatus(
        branch,
        tag,
        commit,
        rollback,
        pullRequest,
        file,
        time,
        source,
        mergeAsked,
        others.isEmpty() ? null : others);
  }

  /** The other tags that were refused. */
  public List<RefusedTag> refusals() {
    return refused == null ? List.of() : refused;
  }
}
