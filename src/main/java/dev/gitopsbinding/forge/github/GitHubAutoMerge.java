package dev.gitopsbinding.forge.github;

import dev.gitopsbinding.forge.ForgeReply;
import dev.gitopsbinding.forge.ForgeRequest;
import dev.gitopsbinding.forge.JsonBody;
import dev.gitopsbinding.forge.ListParser;
import dev.gitopsbinding.forge.ListedItem;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.forge.PullRequestStep;
import dev.gitopsbinding.forge.PullRequestStep.End;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Lets GitHub merge a pull request as soon as its rules allow that: asks by which method the
 * repository merges, then for the merge. GitHub refuses that if nothing is left to wait for; then
 * the pull request is merged at once, as other forges do.
 *
 * @param repository its URL in the API
 * @param number of the pull request
 * @param id by which the GraphQL API knows the pull request
 * @param head the commit that was seen, so that no later push is merged unseen
 */
record GitHubAutoMerge(String repository, String number, String id, String head) {
  private static final String FIELD = "autoMerge";
  private static final String ADVICE =
      "Allow auto-merge in the settings of the repository, and protect the branch by a rule that has to be fulfilled; or merge the pull request yourself";
  private static final String METHOD = "data.node.repository.viewerDefaultMergeMethod";
  private static final int MAX_VALUE = 100;

  PullRequestStep step() {
    return graphql(
        "query($id:ID!){node(id:$id){... on PullRequest{repository{viewerDefaultMergeMethod}}}}",
        new JsonBody().with("id", id),
        this::enable);
  }

  private End enable(ForgeReply reply) {
    Optional<String> method = field(reply, METHOD);
    if (method.isEmpty()) {
      return refused(reply);
    }
    return new End.Next(
        graphql(
            "mutation($id:ID!,$method:PullRequestMergeMethod!,$head:GitObjectID!){enablePullRequestAutoMerge(input:{pullRequestId:$id,mergeMethod:$method,expectedHeadOid:$head}){pullRequest{number}}}",
            new JsonBody().with("id", id).with("method", method.get()).with("head", head),
            answer -> enabled(answer, method.get())));
  }

  private End enabled(ForgeReply reply, String method) {
    if (field(reply, "data.enablePullRequestAutoMerge.pullRequest.number").isPresent()) {
      return new End.Done();
    }
    return reply.message().contains("clean status")
        ? new End.Next(
            PullRequestStep.of(
                FIELD,
                ForgeRequest.put(
                    repository + "/pulls/" + number + "/merge",
                    new JsonBody()
                        .with("sha", head)
                        .with("merge_method", method.toLowerCase(Locale.ROOT))
                        .text()),
                ADVICE))
        : refused(reply);
  }

  private static End refused(ForgeReply reply) {
    return new End.Refused(PullRequestStep.why(reply));
  }

  private static Optional<String> field(ForgeReply reply, String field) {
    try {
      ListedItem item = ListParser.item(reply.body(), Set.of(field), MAX_VALUE);
      return reply.isSuccess() ? item.find(field) : Optional.empty();
    } catch (MalformedListException e) {
      return Optional.empty();
    }
  }

  private PullRequestStep graphql(
      String query, JsonBody variables, PullRequestStep.Reading reading) {
    String body = new JsonBody().with("query", query).with("variables", variables).text();
    return new PullRequestStep(FIELD, ForgeRequest.post(url(), body), reading, ADVICE);
  }

  /** {@code https://api.github.com/graphql}; at an Enterprise Server, {@code /api/graphql}. */
  private String url() {
    return repository.replaceFirst("(/v3)?/repos/[^/]+/[^/]+$", "/graphql");
  }
}
