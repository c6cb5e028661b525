package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.plan.Question;

/** The questions about what is proposed; asked only for bindings with {@code spec.push}. */
public final class ProposalQuestions {
  /** What does the branch hold that the binding pushes to? */
  public static final Question<PushBranchSeen> PUSH_BRANCH = Question.of("PUSH_BRANCH");

  /** Which is the newest pull request from that branch? Not stale when the manifest is read. */
  public static final Question<RequestSeen> PULL_REQUEST = Question.of("PULL_REQUEST");

  /** What has this sync pushed to that branch? Never asked: the push itself answers it. */
  public static final Question<PushSeen> PUSHED = Question.of("PUSHED");

  private ProposalQuestions() {}
}
