package dev.gitopsbinding.forge.github;

import dev.gitopsbinding.forge.ForgeReply;
import dev.gitopsbinding.forge.ForgeRequest;
import dev.gitopsbinding.forge.JsonBody;
import dev.gitopsbinding.forge.ListedItem;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.forge.PullRequestDialect;
import dev.gitopsbinding.forge.PullRequestFields;
import dev.gitopsbinding.forge.PullRequestStep;
import dev.gitopsbinding.forge.Reviewers;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pull requests of GitHub (REST API, "REST API endpoints for pull requests", "… for labels", "… for
 * review requests"; GraphQL API, "enablePullRequestAutoMerge", for which there is no REST
 * endpoint).
 *
 * @param repository its URL in the API, such as {@code https://api.github.com/repos/acme/web}
 */
record GitHubPullRequests(String repository) implements PullRequestDialect {
  private static final int PAGE = 10;
  private static final int UNPROCESSABLE = 422;
  private static final PullRequestFields FIELDS =
      new PullRequestFields(
          "number",
          "html_url",
          "title",
          "body",
          "head.sha",
          "head.ref",
          "base.ref",
          "head.repo.id",
          "base.repo.id");

  @Override
  public ForgeRequest list(String head, String base, boolean openOnly, int size, int page) {
    return ForgeRequest.get(
        "%s/pulls?state=%s&head=%s&base=%s&sort=created&direction=desc&per_page=%d&page=%d"
            .formatted(
                repository,
                openOnly ? "open" : "all",
                ForgeRequest.encoded(owner() + ":" + head),
                ForgeRequest.encoded(base),
                size,
                page));
  }

  /** A filter by head needs the owner: {@code acme:branch}. */
  private String owner() {
    return repository.replaceFirst(".*/repos/([^/]+)/[^/]+$", "$1");
  }

  @Override
  public int pageSize() {
    return PAGE;
  }

  @Override
  public ForgeRequest read(long number) {
    return ForgeRequest.get(repository + "/pulls/" + number);
  }

  @Override
  public PullRequestFields common() {
    return FIELDS;
  }

  @Override
  public Set<String> fields() {
    return FIELDS.with(
        "node_id", "state", "merged_at", "draft", "mergeable", "auto_merge.merge_method");
  }

  /** Whether it can be merged is missing while GitHub examines a push. */
  @Override
  public PullRequest pullRequest(ListedItem item) throws MalformedListException {
    return FIELDS.read(
        item,
        PullRequestFields.state(item, item.find("merged_at").isPresent()),
        item.find("mergeable").filter("false"::equals).isPresent());
  }

  @Override
  public boolean isDraft(ListedItem item) {
    return item.isTrue("draft");
  }

  @Override
  public boolean listsConflicts() {
    return false;
  }

  @Override
  public ForgeRequest open(PullRequestDraft draft) {
    JsonBody body =
        new JsonBody()
            .with("title", draft.title())
            .with("body", draft.body())
            .with("head", draft.head())
            .with("base", draft.base())
            .with("draft", draft.draft());
    return ForgeRequest.post(repository + "/pulls", body.text());
  }

  @Override
  public boolean exists(ForgeReply reply) {
    return reply.status() == UNPROCESSABLE && reply.message().contains("already exists");
  }

  @Override
  public ForgeRequest update(ListedItem item, PullRequestDraft draft) {
    JsonBody body = new JsonBody().with("title", draft.title()).with("body", draft.body());
    return ForgeRequest.patch(
        repository + "/pulls/" + item.find("number").orElseThrow(), body.text());
  }

  @Override
  public List<PullRequestStep> extras(ListedItem item, PullRequestDraft draft) {
    String number = item.find("number").orElseThrow();
    List<PullRequestStep> steps = new ArrayList<>();
    if (!draft.labels().isEmpty()) {
      steps.add(
          PullRequestStep.of(
              "labels",
              ForgeRequest.post(
                  repository + "/issues/" + number + "/labels",
                  new JsonBody().with("labels", draft.labels()).text()),
              "Check their names"));
    }
    if (!draft.reviewers().isEmpty()) {
      steps.add(
          PullRequestStep.of(
              "reviewers",
              ForgeRequest.post(
                  repository + "/pulls/" + number + "/requested_reviewers",
                  Reviewers.of(draft.reviewers()).body()),
              "Name collaborators of the repository, but not the token's own user"));
    }
    return steps;
  }

  @Override
  public Optional<PullRequestStep> autoMerge(ListedItem item) {
    if (item.find("auto_merge.merge_method").isPresent()) {
      return Optional.empty();
    }
    String number = item.find("number").orElseThrow();
    return item.find("node_id")
        .flatMap(
            id ->
                item.find("head.sha")
                    .map(head -> new GitHubAutoMerge(repository, number, id, head).step()));
  }
}
