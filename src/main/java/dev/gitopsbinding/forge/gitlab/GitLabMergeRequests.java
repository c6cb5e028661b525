package dev.gitopsbinding.forge.gitlab;

import dev.gitopsbinding.forge.ForgeReply;
import dev.gitopsbinding.forge.ForgeRequest;
import dev.gitopsbinding.forge.JsonBody;
import dev.gitopsbinding.forge.ListedItem;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.forge.PullRequestDialect;
import dev.gitopsbinding.forge.PullRequestFields;
import dev.gitopsbinding.forge.PullRequestStep;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Merge requests of GitLab (REST API, "Merge requests API": "List project merge requests", "Create
 * a merge request", "Update a merge request", "Merge a merge request").
 *
 * @param repository the project's URL in the API
 */
record GitLabMergeRequests(String repository) implements PullRequestDialect {
  private static final int PAGE = 20;
  private static final int CONFLICT = 409;
  private static final PullRequestFields FIELDS =
      new PullRequestFields(
          "iid",
          "web_url",
          "title",
          "description",
          "sha",
          "source_branch",
          "target_branch",
          "source_project_id",
          "target_project_id");
  private static final String DRAFT = "Draft: ";

  @Override
  public ForgeRequest list(String head, String base, boolean openOnly, int size, int page) {
    return ForgeRequest.get(
        "%s/merge_requests?state=%s&source_branch=%s&target_branch=%s&order_by=created_at&sort=desc&per_page=%d&page=%d"
            .formatted(
                repository,
                openOnly ? "opened" : "all",
                ForgeRequest.encoded(head),
                ForgeRequest.encoded(base),
                size,
                page));
  }

  @Override
  public int pageSize() {
    return PAGE;
  }

  @Override
  public ForgeRequest read(long number) {
    return ForgeRequest.get(repository + "/merge_requests/" + number);
  }

  @Override
  public PullRequestFields common() {
    return FIELDS;
  }

  @Override
  public Set<String> fields() {
    return FIELDS.with("state", "draft", "has_conflicts", "merge_when_pipeline_succeeds");
  }

  @Override
  public PullRequest pullRequest(ListedItem item) throws MalformedListException {
    PullRequest.State state =
        switch (item.require("state")) {
          case "merged" -> PullRequest.State.MERGED;
          case "closed" -> PullRequest.State.CLOSED;
          // Or "locked": it is being merged.
          default -> PullRequest.State.OPEN;
        };
    PullRequest request = FIELDS.read(item, state, item.isTrue("has_conflicts"));
    return request.titled(withoutMark(request.title()));
  }

  /** The marks of "Mark merge requests as drafts". */
  private static String withoutMark(String title) {
    return title.replaceFirst("(?i)^(Draft:|\\[Draft]|\\(Draft\\))\\s*", "");
  }

  @Override
  public boolean isDraft(ListedItem item) {
    return item.isTrue("draft");
  }

  @Override
  public boolean listsConflicts() {
    return true;
  }

  @Override
  public ForgeRequest open(PullRequestDraft draft) {
    JsonBody body =
        new JsonBody()
            .with("source_branch", draft.head())
            .with("target_branch", draft.base())
            .with("title", draft.draft() ? DRAFT + draft.title() : draft.title())
            .with("description", draft.body());
    if (!draft.labels().isEmpty()) {
      // Separated by commas, which no label holds; those that are missing are created.
      body.with("labels", String.join(",", draft.labels()));
    }
    return ForgeRequest.post(repository + "/merge_requests", body.text());
  }

  @Override
  public boolean exists(ForgeReply reply) {
    return reply.status() == CONFLICT;
  }

  @Override
  public ForgeRequest update(ListedItem item, PullRequestDraft draft) {
    JsonBody body =
        new JsonBody()
            .with("title", isDraft(item) ? DRAFT + draft.title() : draft.title())
            .with("description", draft.body());
    return ForgeRequest.put(path(item), body.text());
  }

  private String path(ListedItem item) {
    return repository + "/merge_requests/" + item.find("iid").orElseThrow();
  }

  @Override
  public List<PullRequestStep> extras(ListedItem item, PullRequestDraft draft) {
    return draft.reviewers().isEmpty()
        ? List.of()
        : List.of(new GitLabReviewers(path(item)).step(draft.reviewers(), List.of()));
  }

  @Override
  public Optional<PullRequestStep> autoMerge(ListedItem item) {
    return Optional.of(
        new GitLabAutoMerge(repository, path(item), item.find("source_branch").orElseThrow())
            .step(item));
  }
}
