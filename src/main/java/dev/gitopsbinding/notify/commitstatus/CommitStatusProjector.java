package dev.gitopsbinding.notify.commitstatus;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.TargetSpec;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import dev.gitopsbinding.api.v1alpha1.status.DeployedTag.Result;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.RollbackStatus;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.binding.report.StatusReport;
import dev.gitopsbinding.forge.CommitStatus;
import dev.gitopsbinding.forge.CommitStatus.State;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.HttpsUri;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.ShortCommits;
import dev.gitopsbinding.model.text.OneLine;
import dev.gitopsbinding.notify.BindingChange;
import dev.gitopsbinding.status.StateChange;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which statuses source commits get because of a change. Pure.
 *
 * @param spec the binding's
 * @param report where the statuses are written
 */
record CommitStatusProjector(
    GitOpsBindingSpec spec,
    String namespace,
    GitOpsBindingStatus before,
    GitOpsBindingStatus status,
    StatusReport report) {
  /** The statuses; empty if the change says nothing of how far a commit has come. */
  static List<CommitStatus> project(
      BindingChange change, GitOpsBindingSpec spec, StatusReport report) {
    return new CommitStatusProjector(
            spec, change.written().getNamespace(), change.before(), change.status(), report)
        .of(change.change())
        .toList();
  }

  private Stream<CommitStatus> of(StateChange change) {
    return switch (change.kind()) {
      case PUSHED -> Stream.of(pushed(), superseded(), replaced()).flatMap(Optional::stream);
      case PULL_REQUEST_OPENED -> Stream.of(proposed(), replaced()).flatMap(Optional::stream);
      case ROLLED_OUT -> rolledOut().stream();
      case ROLLOUT_FAILED -> rolloutFailed(change.event().reason()).stream();
      case ROLLED_BACK -> rolledBack().stream();
      case HELD ->
          change.event().reason().equals(Reason.PULL_REQUEST_CLOSED.text())
              ? closed().stream()
              : Stream.empty();
      case FAILED, RECOVERED, OVERDUE, SUSPENDED, RESUMED -> Stream.empty();
    };
  }

  /** What a rollback writes was deployed before, and says so already. */
  private Optional<CommitStatus> pushed() {
    LastPush push = status.lastPush();
    Optional<DeployedTag> newest =
        status.history().stream()
            .findFirst()
            .filter(tag -> push != null && Objects.equals(tag.tag(), push.toTag()));
    if (push == null || newest.filter(DeployedTag::tookBack).isPresent()) {
      return Optional.empty();
    }
    // A lost status that is found again, or another file for a tag that runs: no rollout follows.
    if (newest.filter(tag -> tag.is(Result.ROLLED_OUT)).isPresent()) {
      return deployed(push.toTag());
    }
    return commit(push.toTag())
        .map(
            commit ->
                status(
                    commit,
                    State.PENDING,
                    "Tag %s is in the manifest; %s is to run it".formatted(push.toTag(), target()),
                    manifestPage(push.commit())));
  }

  /** A proposed tag that another one replaced before it was merged is in no history. */
  private Optional<CommitStatus> replaced() {
    ProposedStatus older = before.proposed();
    String next = status.proposed() == null ? pushedTag() : status.proposed().tag();
    if (older == null || next == null || !isReplaced(older, next)) {
      return Optional.empty();
    }
    return commit(older)
        .map(
            commit ->
                status(
                    commit,
                    State.SUPERSEDED,
                    "Tag %s took its place before it was merged for %s".formatted(next, target()),
                    status.pullRequest() == null ? null : link(status.pullRequest().url())));
  }

  /** Whether a proposed tag gave way to another, and was neither merged nor refused. */
  private boolean isReplaced(ProposedStatus older, String next) {
    return !next.equals(older.tag())
        && !isRollback(older)
        && !Objects.equals(pushedTag(), older.tag())
        && !isRefused(older.tag());
  }

  private boolean isRefused(@Nullable String tag) {
    ProposedStatus proposed = status.proposed();
    return proposed != null
        && proposed.refusals().stream().anyMatch(refused -> Objects.equals(refused.tag(), tag));
  }

  private @Nullable String pushedTag() {
    return status.lastPush() == null ? null : status.lastPush().toTag();
  }

  /** What a rollback proposes was deployed before, and says so already. */
  private static boolean isRollback(ProposedStatus proposed) {
    return Boolean.TRUE.equals(proposed.rollback());
  }

  private Optional<CommitStatus> superseded() {
    LastPush push = status.lastPush();
    if (push == null) {
      return Optional.empty();
    }
    return status.history().stream()
        .skip(1)
        .findFirst()
        .filter(older -> older.is(Result.SUPERSEDED))
        .filter(older -> !Objects.equals(older.tag(), push.toTag()))
        .flatMap(older -> CommitSha.parse(older.commit()))
        .map(
            commit ->
                status(
                    commit,
                    State.SUPERSEDED,
                    "Tag %s took its place before %s ran it in all its pods"
                        .formatted(push.toTag(), target()),
                    manifestPage(push.commit())));
  }

  private Optional<CommitStatus> proposed() {
    ProposedStatus proposed = status.proposed();
    PullRequestStatus request = status.pullRequest();
    if (proposed == null || request == null || !proposed.isIn(request) || isRollback(proposed)) {
      return Optional.empty();
    }
    return commit(proposed)
        .map(
            commit ->
                status(
                    commit,
                    State.PENDING,
                    "A pull request proposes tag %s for %s".formatted(proposed.tag(), target()),
                    link(request.url())));
  }

  private Optional<CommitStatus> closed() {
    ProposedStatus proposed = status.proposed();
    PullRequestStatus request = proposed == null ? null : proposed.pullRequest();
    PullRequestStatus shown = request == null ? status.pullRequest() : request;
    return proposed == null || isRollback(proposed)
        ? Optional.empty()
        : commit(proposed)
            .map(
                commit ->
                    status(
                        commit,
                        State.FAILURE,
                        "The pull request for %s was closed without a merge".formatted(target()),
                        shown == null ? null : link(shown.url())));
  }

  private Optional<CommitStatus> rolledOut() {
    LandedTag landed = status.landed();
    return landed == null ? Optional.empty() : deployed(landed.tag());
  }

  private Optional<CommitStatus> deployed(@Nullable String tag) {
    return commit(tag)
        .map(
            commit ->
                status(
                    commit,
                    State.SUCCESS,
                    "Deployed: %s runs tag %s in all its pods".formatted(target(), tag),
                    manifestLink(tag)));
  }

  /** A tag that has run in all pods was deployed: if pods fail later, its status stays. */
  private Optional<CommitStatus> rolloutFailed(String reason) {
    LandedTag landed = status.landed();
    return landed == null || Boolean.TRUE.equals(landed.rolledOut()) || isRolledBack(landed)
        ? Optional.empty()
        : commit(landed.tag())
            .map(
                commit ->
                    status(
                        commit,
                        State.FAILURE,
                        "The rollout of tag %s to %s failed: %s"
                            .formatted(landed.tag(), target(), reason),
                        manifestLink(landed.tag())));
  }

  /** One sync may see the failure and its rollback, which says more. */
  private boolean isRolledBack(LandedTag landed) {
    RollbackStatus rollback = status.rollback();
    return rollback != null && rollback.failed().contains(landed.tag());
  }

  private Optional<CommitStatus> rolledBack() {
    RollbackStatus rollback = status.rollback();
    if (rollback == null || rollback.failed().isEmpty()) {
      return Optional.empty();
    }
    return CommitSha.parse(rollback.failedCommit())
        .or(() -> commit(rollback.failed().getFirst()))
        .map(
            commit ->
                status(
                    commit,
                    State.FAILURE,
                    "Rolled back: %s is to run tag %s again".formatted(target(), rollback.toTag()),
                    manifestPage(rollback.commit())));
  }

  private CommitStatus status(CommitSha commit, State state, String text, @Nullable URI link) {
    return new CommitStatus(
        commit,
        state,
        report.context(),
        // One character more says that the text was cut.
        OneLine.of(ShortCommits.in(text), CommitStatus.MAX_DESCRIPTION - 1),
        link,
        branch());
  }

  private @Nullable String branch() {
    SourceSpec source = spec.source();
    SourceStatus seen = status.source();
    return source != null && source.ref() != null
        ? source.ref().branch()
        : seen == null ? null : seen.branch();
  }

  private Optional<CommitSha> commit(ProposedStatus proposed) {
    return new SourceCommitFinder(status).find(proposed);
  }

  private Optional<CommitSha> commit(@Nullable String tag) {
    return new SourceCommitFinder(status).find(tag);
  }

  private String target() {
    TargetSpec target = spec.target();
    return target == null || target.name() == null
        ? "the target in " + namespace
        : "%s %s in %s"
            .formatted(
                target.kind() == null ? "Deployment" : target.kind(), target.name(), namespace);
  }

  /** The commit that wrote a tag. */
  private @Nullable URI manifestLink(@Nullable String tag) {
    LastPush push = status.lastPush();
    if (push != null && Objects.equals(push.toTag(), tag)) {
      return manifestPage(push.commit());
    }
    return manifestPage(status.manifest() == null ? null : status.manifest().commit());
  }

  private @Nullable URI manifestPage(@Nullable String commit) {
    return CommitSha.parse(commit).flatMap(sha -> ManifestPage.of(spec, report, sha)).orElse(null);
  }

  /** The status may have been written by anybody who may edit it. */
  private static @Nullable URI link(@Nullable String url) {
    return url == null ? null : HttpsUri.parse(url).orElse(null);
  }
}
