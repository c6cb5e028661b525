package dev.gitopsbinding.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitopsbinding.binding.ManifestPlaces;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.plan.proposal.PushBranchSeen;
import dev.gitopsbinding.plan.proposal.RequestSections;
import dev.gitopsbinding.plan.proposal.RequestSeen;
import java.util.List;

/** Reads what a fixture says of a proposed branch and of its pull request. */
final class FixtureProposals {
  private FixtureProposals() {}

  static PushBranchSeen pushBranch(JsonNode node, ManifestPlaces places) {
    return node.isEmpty()
        ? PushBranchSeen.NONE
        : new PushBranchSeen(
            new CommitSha(node.required("tip").asText()),
            !node.path("own").asText().equals("false"),
            node.path("contained").asBoolean(),
            node.path("lags").asBoolean(),
            places.isOne()
                ? List.of(FixtureFacts.texts(node.required("images")))
                : node.required("places").valueStream().map(FixtureFacts::texts).toList(),
            !node.path("deletable").asText().equals("false"));
  }

  /**
   * The section of the binding in the text proposes {@code proposes}; without it there is none. The
   * operator has made the branch, unless {@code made} is false.
   */
  static RequestSeen pullRequest(JsonNode node) {
    if (node.isEmpty()) {
      return RequestSeen.NONE;
    }
    String tag = node.path("proposes").asText(null);
    return new RequestSeen(
        new PullRequest(
            node.required("number").asLong(),
            "https://git.example.com/acme/deploy/pulls/" + node.get("number").asText(),
            PullRequest.State.valueOf(node.required("state").asText()),
            "A title",
            (tag == null
                    ? "Others have written this."
                    : "<!-- gitopsbinding:begin shop/web %s -->".formatted(tag))
                + (node.has("beside")
                    ? " <!-- gitopsbinding:begin %s other -->"
                        .formatted(node.get("beside").asText())
                    : "")
                + (node.path("made").asText().equals("false") ? "" : RequestSections.MADE),
            CommitSha.parse(node.path("head").asText(null)).orElse(null),
            node.path("conflicted").asBoolean()),
        node.path("written").asBoolean(),
        List.of());
  }
}
