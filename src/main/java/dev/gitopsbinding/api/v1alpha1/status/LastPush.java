package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The newest push that this operator made for the binding. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastPush(
    @JsonPropertyDescription(
            "The id of the pushed commit, 40 hex digits. It stays here even if a rewrite removed the commit from the branch.")
        @Size(max = 64)
        @Nullable String commit,
    @JsonPropertyDescription("The tag that was replaced; several are separated by commas.")
        @Size(max = 4096)
        @Nullable String fromTag,
    @JsonPropertyDescription("The tag that was written.") @Size(max = 128) @Nullable String toTag,
    @JsonPropertyDescription("When the server accepted the push.") @Size(max = 64)
        @Nullable String time,
    @JsonPropertyDescription("The repository, branch and files that were written.")
        @Size(max = 4096)
        @Nullable String file,
    @JsonPropertyDescription(
            "Which image of the file was written: the target's kind and name, the containers of"
                + " spec.target.containers in brackets, and the image's repository. If one of these changes, then earlier pushes no longer count.")
        @Size(max = 4096)
        @Nullable String selection,
    @JsonPropertyDescription(
            "The source commits that came with the push: those since the replaced tag's commit, the newest first, at most 20. Absent if the binding does not ask for them, or if the history could not be read.")
        @Size(max = 20)
        @Nullable List<PushedCommit> commits,
    @JsonPropertyDescription(
            "How many source commits came with the push. Absent if that is not known, as where the replaced tag is not made of a commit that the new one descends from.")
        @Nullable Integer commitCount,
    @JsonPropertyDescription(
            "True if there are more commits than commitCount, because the history was not read as far back as to the replaced tag's commit.")
        @Nullable Boolean moreCommits,
    @JsonPropertyDescription(
            "For a tag that came by the merge of a branch: a moment before the merge, which the operator notices later, at the time. A rollout that failed since then is one of the tag.")
        @Size(max = 64)
        @Nullable String mergedAfter) {
  /** A push of which is not known which source commits came with it. */
  public LastPush(
      @Nullable String commit,
      @Nullable String fromTag,
      @Nullable String toTag,
      @Nullable String time,
      @Nullable String file,
      @Nullable String selection) {
    this(commit, fromTag, toTag, time, file, selection, null, null, null, null);
  }

  /** Leaves out what Jackson cannot read. */
  public LastPush {
    commits = commits == null ? null : commits.stream().filter(Objects::nonNull).toList();
  }

  /** This push with the source commits that came with it. */
  public LastPush with(List<PushedCommit> newest, @Nullable Integer count, @Nullable Boolean more) {
    return new LastPush(
        commit, fromTag, toTag, time, file, selection, newest, count, more, mergedAfter);
  }

  /** This push as the merge of a branch, which came after a moment. */
  public LastPush withMergedAfter(@Nullable String moment) {
    return new LastPush(
        commit, fromTag, toTag, time, file, selection, commits, commitCount, moreCommits, moment);
  }
}
