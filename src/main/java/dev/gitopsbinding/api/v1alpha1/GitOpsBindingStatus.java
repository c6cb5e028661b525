package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the operator did and what the cluster runs. Times are RFC 3339 in UTC, in whole seconds.
 * Every component but the lists may be null: nothing is known of it, or the status was stored
 * before the field existed.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitOpsBindingStatus(
    @JsonPropertyDescription("The generation of the spec that this status was made from.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "The value of the annotation gitopsbinding.dev/requestedAt for which a sync was last"
                + " attempted, whether it succeeded or not.")
        @Size(max = 262144)
        @Nullable String lastHandledRequestedAt,
    @JsonPropertyDescription(
            "This value while the requested sync is retried; absent once it has succeeded.")
        @Size(max = 262144)
        @Nullable String pendingRequestedAt,
    @JsonPropertyDescription("The newest commit of the observed branch.")
        @Nullable SourceStatus source,
    @JsonPropertyDescription(
            "What the manifest file holds, and a commit of the branch since which it holds that.")
        @Nullable ManifestStatus manifest,
    @JsonPropertyDescription("The image that the target in the cluster asks for.")
        @Nullable RunningStatus running,
    @JsonPropertyDescription("The newest push that this operator made for the binding.")
        @Nullable LastPush lastPush,
    @JsonPropertyDescription(
            "The newest desired tag that the operator saw in the manifest file. If somebody replaces this tag, the replacement stays until the next source commit or a requested sync.")
        @Nullable LandedTag landed,
    @JsonPropertyDescription(
            "What the binding waits for, because others have not made it yet: the image in its registry, the checks of the source commit, or the rollout and the soak time of the binding that it follows.")
        @Nullable AwaitedSubject awaiting,
    @JsonPropertyDescription(
            "While the binding waits: the reason of the failure or hold from before, such as ForgeUnavailable, if Ready has not been True since.")
        @Size(max = 64)
        @Nullable String trouble,
    @JsonPropertyDescription(
            "The state of the binding: Ready and RolledOut are always present; Reconciling, Stalled and Suspended only while they are True.")
        @Size(max = 16)
        List<BindingCondition> conditions,
    @JsonPropertyDescription(
            "Which tags have run and which were rolled back; only with spec.rollback.mode OnFailedRollout, or while a rollback holds.")
        @Nullable RollbackStatus rollback,
    @JsonPropertyDescription(
            "The last tags that this operator pushed for the binding, the newest first, and when each came how far.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = 10)
        List<DeployedTag> history,
    @JsonPropertyDescription(
            "The commits that the target has run in all its pods, newest first, at most 10. They are noted only while another binding that may do so follows this one by spec.source.binding.")
        @Size(max = 10)
        @Nullable List<RolledOutCommit> rollouts,
    @JsonPropertyDescription(
            "With spec.mode Preview: what would be written. Absent if nothing would be.")
        @Nullable Preview preview) {

  /** The status of a binding that was never synced. */
  public static final GitOpsBindingStatus EMPTY =
      new GitOpsBindingStatus(null, null, null, null, null, null, null, null, null, List.of());

  /** A status without what only some bindings have. */
  public GitOpsBindingStatus(
      @Nullable Long observedGeneration,
      @Nullable String lastHandledRequestedAt,
      @Nullable String pendingRequestedAt,
      @Nullable SourceStatus source,
      @Nullable ManifestStatus manifest,
      @Nullable RunningStatus running,
      @Nullable LastPush lastPush,
      @Nullable LandedTag landed,
      @Nullable AwaitedSubject awaiting,
      @Nullable String trouble,
      List<BindingCondition> conditions) {
    this(
        observedGeneration,
        lastHandledRequestedAt,
        pendingRequestedAt,
        source,
        manifest,
        running,
        lastPush,
        landed,
        awaiting,
        trouble,
        conditions,
        null,
        List.of(),
        null,
        null);
  }

  /** A status without a trouble from before a wait, and without what only some bindings have. */
  public GitOpsBindingStatus(
      @Nullable Long observedGeneration,
      @Nullable String lastHandledRequestedAt,
      @Nullable String pendingRequestedAt,
      @Nullable SourceStatus source,
      @Nullable ManifestStatus manifest,
      @Nullable RunningStatus running,
      @Nullable LastPush lastPush,
      @Nullable LandedTag landed,
      @Nullable AwaitedSubject awaiting,
      List<BindingCondition> conditions) {
    this(
        observedGeneration,
        lastHandledRequestedAt,
        pendingRequestedAt,
        source,
        manifest,
        running,
        lastPush,
        landed,
        awaiting,
        null,
        conditions);
  }

  /**
   * Jackson hands in null in place of a list that is absent, and a null element for one that it
   * cannot read.
   */
  public GitOpsBindingStatus {
    conditions = readable(conditions);
    history = readable(history);
    rollouts = rollouts == null ? null : readable(rollouts);
  }

  private static <T> List<T> readable(@Nullable List<T> list) {
    return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
  }

  /** This status with another push. */
  public GitOpsBindingStatus withLastPush(LastPush push) {
    return with(push, rollback, history, rollouts);
  }

  /** This status with another history. */
  public GitOpsBindingStatus withHistory(List<DeployedTag> next) {
    return with(lastPush, rollback, next, rollouts);
  }

  /** This status with what is known of rollbacks. */
  public GitOpsBindingStatus withRollback(@Nullable RollbackStatus known) {
    return with(lastPush, known, history, rollouts);
  }

  /** This status with other rollouts. */
  public GitOpsBindingStatus withRollouts(@Nullable List<RolledOutCommit> others) {
    return with(lastPush, rollback, history, others);
  }

  private GitOpsBindingStatus with(
      @Nullable LastPush push,
      @Nullable RollbackStatus known,
      List<DeployedTag> tags,
      @Nullable List<RolledOutCommit> commits) {
    return new GitOpsBindingStatus(
        observedGeneration,
        lastHandledRequestedAt,
        pendingRequestedAt,
        source,
        manifest,
        running,
        push,
        landed,
        awaiting,
        trouble,
        conditions,
        known,
        tags,
        commits,
        preview);
  }

  /** The newest commit of the observed branch, and when it was first seen. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SourceStatus(
      @JsonPropertyDescription("The branch that was observed.") @Size(max = 255)
          @Nullable String branch,
      @JsonPropertyDescription("The id of the branch's newest commit, 40 hex digits.")
          @Size(max = 64)
          @Nullable String commit,
      @JsonPropertyDescription("When this commit was first seen on the branch.") @Size(max = 64)
          @Nullable String firstSeenTime,
      @JsonPropertyDescription("The repository that was read, without a login name.")
          @Size(max = 2048)
          @Nullable String url) {}

  /**
   * What the manifest file holds. The commit is not always the tip of the branch: as long as later
   * commits leave the image as it is, the status names the commit at which the image was last seen
   * to change. If that commit is not known to be in the branch, as after a restart, the status
   * names the tip.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ManifestStatus(
      @JsonPropertyDescription("The branch that was read.") @Size(max = 255)
          @Nullable String branch,
      @JsonPropertyDescription(
              "The id of a commit of the branch, 40 hex digits. It is the tip that was read when the image last changed, when Ready became True, when the branch was rewritten, or when the operator restarted. Later commits that leave the image unchanged do not update it.")
          @Size(max = 64)
          @Nullable String commit,
      @JsonPropertyDescription("The image as the file writes it, at this commit and since.")
          @Size(max = 4096)
          @Nullable String image,
      @JsonPropertyDescription(
              "The repository, branch and file that were read; several files are separated by commas.")
          @Size(max = 4096)
          @Nullable String file,
      @JsonPropertyDescription(
              "What each place holds, in the order of spec.manifest.edits, if it names several.")
          @Size(max = 16)
          @Nullable List<PlaceStatus> places) {
    private static final Pattern TAG = Pattern.compile("(?:.*/)?[^/:@]+:(?<tag>[^/:@]+)(?:@.*)?");
    private static final Pattern LONG_COMMIT = Pattern.compile("[0-9a-f]{8,40}");

    /** Leaves out what Jackson cannot read. */
    public ManifestStatus {
      places = places == null ? null : places.stream().filter(Objects::nonNull).toList();
    }

    /** What one file holds. */
    public ManifestStatus(
        @Nullable String branch,
        @Nullable String commit,
        @Nullable String image,
        @Nullable String file) {
      this(branch, commit, image, file, null);
    }

    /**
     * The tag of {@code image} with a commit cut to 7 digits, for a narrow column; null if none.
     */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    @JsonPropertyDescription("The image's tag, a commit in it cut to 7 digits, for kubectl get.")
    @Size(max = 128)
    public @Nullable String shortTag() {
      Matcher tag = TAG.matcher(image == null ? "" : image);
      return tag.matches()
          ? LONG_COMMIT.matcher(tag.group("tag")).replaceAll(hex -> hex.group().substring(0, 7))
          : null;
    }
  }

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

  /** A commit that the target ran in all its pods. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RolledOutCommit(
      @JsonPropertyDescription("The commit, 40 hex digits.") @Size(max = 64)
          @Nullable String commit,
      @JsonPropertyDescription("Its tag.") @Size(max = 128) @Nullable String tag,
      @JsonPropertyDescription("Since when all pods have run it.") @Size(max = 64)
          @Nullable String since,
      @JsonPropertyDescription(
              "When a pod was first seen not to run it, or not to be available; absent until then.")
          @Size(max = 64)
          @Nullable String until) {}

  /** The image that the target Deployment asks for. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RunningStatus(
      @JsonPropertyDescription("The image that the target's pod template names.")
          @Size(max = 262144)
          @Nullable String image) {}

  /**
   * Something that is waited for. An older operator wrote no reason and no subject, and waited for
   * an image only.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AwaitedSubject(
      @JsonPropertyDescription("The image with its tag, if the binding waits for an image.")
          @Size(max = 512)
          @Nullable String image,
      @JsonPropertyDescription("When it was first found missing.") @Size(max = 64)
          @Nullable String since,
      @JsonPropertyDescription(
              "True once the wait has lasted for 15 minutes; a Warning event reports that.")
          @Nullable Boolean overdue,
      @JsonPropertyDescription(
              "The reason of the wait, such as ImageNotFound, ChecksPending or Soaking.")
          @Size(max = 64)
          @Nullable String reason,
      @JsonPropertyDescription(
              "What is waited for: the image with its tag, the checks of a commit, or a commit of the binding that is followed.")
          @Size(max = 512)
          @Nullable String subject) {
    /** What is waited for, also where an older operator wrote the status; null if unreadable. */
    public @Nullable String awaited() {
      return subject == null ? image : subject;
    }

    /** This wait, overdue. */
    public AwaitedSubject late() {
      return new AwaitedSubject(image, since, true, reason, subject);
    }
  }

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
              "True once the target has run this tag in all its pods. It stays True while pods are replaced later. It is noted only while spec.notifications names a receiver.")
          @Nullable Boolean rolledOut) {
    /** A tag that the target has not run yet. */
    public LandedTag(@Nullable String tag, @Nullable String file, @Nullable String selection) {
      this(tag, file, selection, null);
    }
  }

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
          @Nullable Boolean moreCommits) {
    /** A push of which is not known which source commits came with it. */
    public LastPush(
        @Nullable String commit,
        @Nullable String fromTag,
        @Nullable String toTag,
        @Nullable String time,
        @Nullable String file,
        @Nullable String selection) {
      this(commit, fromTag, toTag, time, file, selection, null, null, null);
    }

    /** Leaves out what Jackson cannot read. */
    public LastPush {
      commits = commits == null ? null : commits.stream().filter(Objects::nonNull).toList();
    }

    /** This push with the source commits that came with it. */
    public LastPush with(
        List<PushedCommit> newest, @Nullable Integer count, @Nullable Boolean more) {
      return new LastPush(commit, fromTag, toTag, time, file, selection, newest, count, more);
    }
  }

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

  /** What a push would write, if the binding did not only preview it. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Preview(
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
}
