package dev.gitopsbinding.forge.gitlab;

import dev.gitopsbinding.forge.ForgeReply;
import dev.gitopsbinding.forge.ForgeRequest;
import dev.gitopsbinding.forge.JsonBody;
import dev.gitopsbinding.forge.ListParser;
import dev.gitopsbinding.forge.ListedItem;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.forge.PullRequestStep;
import dev.gitopsbinding.forge.PullRequestStep.End;
import java.util.Optional;
import java.util.Set;

/**
 * Lets GitLab merge a merge request as soon as its pipeline has passed ("Merge a merge request").
 * After a push, a merge request shows the commit before it for some seconds; what is asked for then
 * is forgotten once GitLab has noticed the push. Therefore the branch is asked for its newest
 * commit ("Get single repository branch"), and the merge request is read until it shows that one.
 *
 * @param repository the project's URL in the API
 * @param mergeRequest its URL in the API
 * @param branch its source branch
 */
record GitLabAutoMerge(String repository, String mergeRequest, String branch) {
  private static final String ADVICE =
      "Give the token the right to merge into the branch, and require pipelines to succeed in the settings of the project; or merge it yourself";
  private static final String TIP = "commit.id";
  private static final String SHA = "sha";
  private static final String ON = "merge_when_pipeline_succeeds";
  private static final int MAX_VALUE = 100;

  /**
   * @param item the merge request as it was read
   */
  PullRequestStep step(ListedItem item) {
    String url = repository + "/repository/branches/" + ForgeRequest.encoded(branch);
    return step(ForgeRequest.get(url), reply -> branch(reply, item));
  }

  private End branch(ForgeReply reply, ListedItem item) {
    Optional<String> tip = read(reply, Set.of(TIP)).flatMap(found -> found.find(TIP));
    if (tip.isEmpty()) {
      return new End.Refused(PullRequestStep.why(reply));
    }
    return shows(item, tip.get())
        ? merge(item, tip.get())
        : new End.Next(step(ForgeRequest.get(mergeRequest), answer -> reread(answer, tip.get())));
  }

  private End reread(ForgeReply reply, String tip) {
    Optional<ListedItem> item = read(reply, Set.of(SHA, ON));
    if (item.isEmpty()) {
      return new End.Refused(PullRequestStep.why(reply));
    }
    return shows(item.get(), tip)
        ? merge(item.get(), tip)
        : new End.Later("it has not noticed the push of " + tip + " yet");
  }

  private static boolean shows(ListedItem item, String tip) {
    return item.find(SHA).filter(tip::equals).isPresent();
  }

  /** Names the commit that was seen, so that no later push is merged unseen. */
  private End merge(ListedItem item, String tip) {
    if (item.isTrue(ON)) {
      return new End.Done();
    }
    // The second name is that of releases before 17.11; unknown names are ignored.
    JsonBody body = new JsonBody().with(SHA, tip).with("auto_merge", true).with(ON, true);
    return new End.Next(
        step(ForgeRequest.put(mergeRequest + "/merge", body.text()), GitLabAutoMerge::merged));
  }

  /** It examines a new merge request for a while, and answers 405 or 422 until it has. */
  private static End merged(ForgeReply reply) {
    return switch (reply.status()) {
      case 405, 406, 409, 422 -> new End.Later(PullRequestStep.why(reply));
      default -> PullRequestStep.end(reply);
    };
  }

  private static Optional<ListedItem> read(ForgeReply reply, Set<String> fields) {
    try {
      return reply.isSuccess()
          ? Optional.of(ListParser.item(reply.body(), fields, MAX_VALUE))
          : Optional.empty();
    } catch (MalformedListException e) {
      return Optional.empty();
    }
  }

  private static PullRequestStep step(ForgeRequest request, PullRequestStep.Reading reading) {
    return new PullRequestStep("autoMerge", request, reading, ADVICE);
  }
}
