package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.model.pullrequest.PullRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest pull request from the branch that a binding pushes to.
 *
 * @param newest null if there never was one
 * @param written whether this sync has written its text
 * @param notes what the forge has refused meanwhile, such as a label, without refusing the rest
 */
public record RequestSeen(@Nullable PullRequest newest, boolean written, List<String> notes) {
  /** There never was one. */
  public static final RequestSeen NONE = new RequestSeen(null, false, List.of());

  /** Copies the list. */
  public RequestSeen {
    notes = List.copyOf(notes);
  }

  /** As it was found. */
  public static RequestSeen of(@Nullable PullRequest newest) {
    return new RequestSeen(newest, false, List.of());
  }
}
