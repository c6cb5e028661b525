package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.ShortCommits;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.text.TextShortener;
import dev.gitopsbinding.plan.Plan;

/** What users read of a proposed tag that has not landed. */
record ProposalMessages(Binding binding, PushTarget target, String tag) {
  /** The longest subject that statuses store, in characters (UTF-16). */
  private static final int LONGEST_SUBJECT = 512;

  /**
   * The wait for a merge that a pull request proposes.
   *
   * @param stuck whether it has a conflict that the operator must not resolve
   */
  Plan.Wait awaitMerge(PullRequest request, boolean stuck) {
    return new Plan.Wait(
        Reason.AWAITING_MERGE,
        subject(named(request)),
        "pull request %s proposes tag %s for branch %s.%s %s"
            .formatted(
                named(request),
                ShortCommits.in(tag),
                base(),
                stuck
                    ? " It has a conflict, and others have committed to its branch: resolve it there."
                    : "",
                Reason.AWAITING_MERGE.remedy()));
  }

  /** The wait for a merge without a pull request of the operator. */
  Plan.Wait awaitMerge() {
    return new Plan.Wait(
        Reason.AWAITING_MERGE,
        branchSubject(),
        "spec.push.branch: branch %s holds tag %s, and branch %s does not. %s"
            .formatted(
                target.branch().branch(),
                ShortCommits.in(tag),
                base(),
                Reason.AWAITING_MERGE.remedy()));
  }

  /** Somebody has changed the tag on the branch. */
  Plan.Wait changed(PullRequest request) {
    return changed(subject(named(request)), "pull request " + named(request));
  }

  /** The same without a pull request. */
  Plan.Wait changed() {
    return changed(branchSubject(), "spec.push.branch");
  }

  private Plan.Wait changed(String subject, String where) {
    return new Plan.Wait(
        Reason.AWAITING_MERGE,
        subject,
        "somebody else has replaced tag %s on branch %s of %s, and that is left as it is until the next source commit. To propose the tag once more, %s"
            .formatted(ShortCommits.in(tag), target.branch().branch(), where, command()));
  }

  /** Somebody has closed the pull request that proposed the tag. */
  Plan.Stop closed(PullRequest request) {
    return closed(named(request));
  }

  /**
   * The same, by what the status remembers.
   *
   * @param url its page; empty if it has none
   */
  Plan.Stop closed(String url) {
    return new Plan.Stop(
        Reason.PULL_REQUEST_CLOSED,
        "On hold: pull request %s, which proposed tag %s, was closed without a merge. It stays until the next source commit. To propose the tag once more, open the pull request again, or %s"
            .formatted(
                url.isEmpty() ? "of " + target.branch() : url, ShortCommits.in(tag), command()));
  }

  /** The branch holds commits of others for which no pull request is known. */
  Plan.Stop filled() {
    return new Plan.Stop(
        Reason.INVALID_SPEC,
        "spec.push.branch: branch %s holds commits of others that branch %s lacks, and no pull request from it is known: one for tag %s would bring these commits, too. Name another branch, or delete this one; if the commits are to be merged as well, open a pull request for them yourself."
            .formatted(target.branch().branch(), base(), ShortCommits.in(tag)));
  }

  /** By its page, or by its number if the forge names no page. */
  private String named(PullRequest request) {
    return request.url().isEmpty()
        ? "%d of %s".formatted(request.number(), target.branch().url())
        : request.url();
  }

  private String command() {
    return "run `kubectl annotate gitopsbinding %s -n %s --overwrite %s=$(date +%%s)`."
        .formatted(binding.id().name(), binding.id().namespace(), GitOpsBinding.REQUESTED_AT);
  }

  private String base() {
    return binding.manifest().branch().branch();
  }

  private String branchSubject() {
    return subject("a merge of branch %s into %s".formatted(target.branch().branch(), base()));
  }

  private static String subject(String text) {
    return text.length() <= LONGEST_SUBJECT
        ? text
        : TextShortener.shorten(text, LONGEST_SUBJECT - 1);
  }
}
