package dev.gitopsbinding.status;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.model.ShortCommits;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the change that reports a new pull request, from two stored statuses. Pure. */
final class ProposalChanges {
  private ProposalChanges() {}

  /** Reported once for each pull request; further tags are reported to the source's forge only. */
  static Optional<StateChange> between(GitOpsBindingStatus before, GitOpsBindingStatus after) {
    PullRequestStatus known = before.pullRequest();
    PullRequestStatus request = after.pullRequest();
    ProposedStatus proposed = after.proposed();
    if (request == null
        || proposed == null
        || !PullRequestStatus.OPEN.equals(request.state())
        || (isReported(known, request) && isProposed(before.proposed(), proposed))) {
      return Optional.empty();
    }
    return Optional.of(
        new StateChange(
            NotificationEvent.PULL_REQUEST_OPENED,
            isReported(known, request) ? StateChange.Scope.FORGE : StateChange.Scope.ALL,
            new EventProjector.BindingEvent(
                false,
                NotificationEvent.PULL_REQUEST_OPENED.text(),
                "Pull request %s proposes %s in place of %s."
                    .formatted(
                        request.url(),
                        proposed.isIn(request)
                            ? "tag " + ShortCommits.in(String.valueOf(proposed.tag()))
                            : "the last tag that completed its rollout",
                        ShortCommits.in(held(after.manifest()))))));
  }

  private static boolean isReported(@Nullable PullRequestStatus known, PullRequestStatus request) {
    return known != null && Objects.equals(known.number(), request.number());
  }

  private static boolean isProposed(@Nullable ProposedStatus known, ProposedStatus proposed) {
    return known != null && Objects.equals(known.tag(), proposed.tag());
  }

  private static String held(@Nullable ManifestStatus manifest) {
    return manifest == null || manifest.image() == null ? "what is there" : manifest.image();
  }
}
