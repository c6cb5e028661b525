package dev.gitopsbinding.forge.gitlab;

import dev.gitopsbinding.forge.ForgeReply;
import dev.gitopsbinding.forge.ForgeRequest;
import dev.gitopsbinding.forge.JsonBody;
import dev.gitopsbinding.forge.ListParser;
import dev.gitopsbinding.forge.ListedItem;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.forge.PullRequestStep;
import dev.gitopsbinding.forge.PullRequestStep.End;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Asks people for a review of a merge request. GitLab knows them by their ids, so that each name is
 * looked up first ("List users", by {@code username}).
 *
 * @param mergeRequest its URL in the API
 */
record GitLabReviewers(String mergeRequest) {
  private static final String FIELD = "reviewers";
  private static final String ADVICE = "Name members of the project by their user names";
  private static final int MAX_VALUE = 100;

  /**
   * @param names of those who are still to be looked up
   * @param ids of those who were
   */
  PullRequestStep step(List<String> names, List<Long> ids) {
    if (names.isEmpty()) {
      return PullRequestStep.of(
          FIELD,
          ForgeRequest.put(mergeRequest, new JsonBody().withNumbers("reviewer_ids", ids).text()),
          ADVICE);
    }
    String name = names.getFirst();
    return new PullRequestStep(
        FIELD,
        ForgeRequest.get(users() + ForgeRequest.encoded(name)),
        reply -> found(reply, names, ids),
        ADVICE);
  }

  private String users() {
    return mergeRequest.replaceFirst("/projects/.*", "/users?username=");
  }

  private End found(ForgeReply reply, List<String> names, List<Long> ids) {
    if (!reply.isSuccess()) {
      return PullRequestStep.end(reply);
    }
    try {
      List<ListedItem> users = ListParser.items(reply.body(), null, Set.of("id"), MAX_VALUE);
      return users.isEmpty()
          ? new End.Refused("there is no user " + names.getFirst())
          : new End.Next(
              step(
                  names.subList(1, names.size()),
                  Stream.concat(ids.stream(), Stream.of(users.getFirst().requireId())).toList()));
    } catch (MalformedListException e) {
      return new End.Refused("its answer " + e.getMessage());
    }
  }
}
