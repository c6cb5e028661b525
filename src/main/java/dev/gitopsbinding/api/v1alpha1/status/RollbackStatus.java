package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which tags have run, and which were rolled back, in one file and for one selection of images.
 * Every component but the lists may be null: there was no rollback yet.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RollbackStatus(
    @JsonPropertyDescription(
            "The tags of the manifest file that the target has run in all its pods, the newest first; the last ten. A failed rollout is rolled back to the first one.")
        @Size(max = 10)
        List<@Size(max = 128) String> completed,
    @JsonPropertyDescription(
            "The tags that were rolled back, the newest first; the last ten. None is rolled back again.")
        @Size(max = 10)
        List<@Size(max = 128) String> failed,
    @JsonPropertyDescription(
            "The source commit of the first of these tags, if it is known: the hold ends with a commit that descends from it, also if spec.image.tag was changed since.")
        @Size(max = 64)
        @Nullable String failedCommit,
    @JsonPropertyDescription("The tag that the newest rollback wrote.") @Size(max = 128)
        @Nullable String toTag,
    @JsonPropertyDescription(
            "The id of the commit in the manifest repository that the newest rollback made.")
        @Size(max = 64)
        @Nullable String commit,
    @JsonPropertyDescription("When the server accepted it.") @Size(max = 64) @Nullable String time,
    @JsonPropertyDescription(
            "True once the hold after the newest rollback has ended: another tag was written since.")
        @Nullable Boolean ended,
    @JsonPropertyDescription("The repository, branch and file that all this is about.")
        @Size(max = 4096)
        @Nullable String file,
    @JsonPropertyDescription("Which images of the file it is about.") @Size(max = 4096)
        @Nullable String selection,
    @JsonPropertyDescription(
            "The digest that the target has run with the first of the completed tags; a rollback writes it too. Only with spec.image.pin Digest.")
        @Size(max = 160)
        @Nullable String completedDigest) {
  /** A status of a binding that writes no digests. */
  public RollbackStatus(
      List<String> completed,
      List<String> failed,
      @Nullable String failedCommit,
      @Nullable String toTag,
      @Nullable String commit,
      @Nullable String time,
      @Nullable Boolean ended,
      @Nullable String file,
      @Nullable String selection) {
    this(completed, failed, failedCommit, toTag, commit, time, ended, file, selection, null);
  }

  /** Jackson hands in null in place of a list, and null elements for what it cannot read. */
  public RollbackStatus {
    completed = readable(completed);
    failed = readable(failed);
  }

  /** This status with another digest of the first of the completed tags. */
  public RollbackStatus withDigest(@Nullable String digest) {
    if (Objects.equals(digest, completedDigest)) {
      return this;
    }
    return new RollbackStatus(
        completed, failed, failedCommit, toTag, commit, time, ended, file, selection, digest);
  }

  private static List<String> readable(@Nullable List<String> tags) {
    return tags == null ? List.of() : tags.stream().filter(Objects::nonNull).toList();
  }
}
