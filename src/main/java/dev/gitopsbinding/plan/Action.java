package dev.gitopsbinding.plan;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sync does before it goes on. It changes what is known, so that the same sync is planned
 * again; if it could not be done, an answer says why.
 */
public sealed interface Action extends Step {
  /** Read the manifest again, although it is known: the branch has moved since. */
  record ReadAgain() implements Action {}

  /**
   * Note in the status that a tag which was proposed is in the manifest.
   *
   * @param version the tag, and its source commit if that is known
   * @param by the commit that brought it; one that holds it, if that is not known
   * @param replaced the images that the manifest held before, as far as is known
   * @param rollback whether the tag is an older one, because a rollout has failed
   */
  record NoteLanded(ImageVersion version, CommitSha by, List<String> replaced, boolean rollback)
      implements Action {
    /** Copies the list. */
    public NoteLanded {
      replaced = List.copyOf(replaced);
    }
  }

  /**
   * Open a pull request for what was pushed, or write the binding's part into the open one.
   *
   * @param version the tag that is proposed, and its source commit if that is known
   * @param replaced the images that the base branch holds
   * @param contents the source commits that it brings; null if they are not known
   * @param rollback whether the tag is an older one, because a rollout has failed
   * @param newest the newest pull request as it was planned for; null if there is none
   * @param made whether a push of the operator made the branch
   */
  record Propose(
      ImageVersion version,
      List<String> replaced,
      @Nullable PushContents contents,
      boolean rollback,
      @Nullable PullRequest newest,
      boolean made)
      implements Action {
    /** Copies the list. */
    public Propose {
      replaced = List.copyOf(replaced);
    }
  }

  /**
   * Delete the branch that the binding pushes to, unless it has moved: its commits are in the base
   * branch, or were refused.
   */
  record DeleteBranch(CommitSha tip) implements Action {}
}
