package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.status.AwaitedSubject;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.NextAttempt;
import dev.gitopsbinding.api.v1alpha1.status.PreviewStatus;
import dev.gitopsbinding.api.v1alpha1.status.RollbackStatus;
import dev.gitopsbinding.api.v1alpha1.status.RolledOutCommit;
import dev.gitopsbinding.api.v1alpha1.status.RunningStatus;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
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
        @Nullable PreviewStatus preview,
    @JsonPropertyDescription(
            "The newest pull request that holds or held a tag of the binding; only with spec.push.pullRequest.")
        @Nullable PullRequestStatus pullRequest,
    @JsonPropertyDescription(
            "The tag that the branch of spec.push holds, until the manifest's branch holds it too.")
        @Nullable ProposedStatus proposed,
    @JsonPropertyDescription(
            "When the operator looks again by itself. Absent while Ready is True, while the binding is suspended, and where only a change of the spec can help.")
        @Nullable NextAttempt nextAttempt) {

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
        null,
        null,
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
    return with(push, rollback, history, rollouts, proposed, nextAttempt);
  }

  /** This status with another history. */
  public GitOpsBindingStatus withHistory(List<DeployedTag> next) {
    return with(lastPush, rollback, next, rollouts, proposed, nextAttempt);
  }

  /** This status with what is known of rollbacks. */
  public GitOpsBindingStatus withRollback(@Nullable RollbackStatus known) {
    return with(lastPush, known, history, rollouts, proposed, nextAttempt);
  }

  /** This status with other rollouts. */
  public GitOpsBindingStatus withRollouts(@Nullable List<RolledOutCommit> others) {
    return with(lastPush, rollback, history, others, proposed, nextAttempt);
  }

  /** This status with another tag that is proposed. */
  public GitOpsBindingStatus withProposed(@Nullable ProposedStatus other) {
    return with(lastPush, rollback, history, rollouts, other, nextAttempt);
  }

  /** This status with another next attempt. */
  public GitOpsBindingStatus withNextAttempt(@Nullable NextAttempt next) {
    return with(lastPush, rollback, history, rollouts, proposed, next);
  }

  private GitOpsBindingStatus with(
      @Nullable LastPush push,
      @Nullable RollbackStatus known,
      List<DeployedTag> tags,
      @Nullable List<RolledOutCommit> commits,
      @Nullable ProposedStatus tag,
      @Nullable NextAttempt attempt) {
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
        preview,
        pullRequest,
        tag,
        attempt);
  }
}
