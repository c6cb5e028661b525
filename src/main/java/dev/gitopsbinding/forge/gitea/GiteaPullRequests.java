package dev.gitopsbinding.forge.gitea;

import dev.gitopsbinding.forge.ForgeReply;
import dev.gitopsbinding.forge.ForgeRequest;
import dev.gitopsbinding.forge.JsonBody;
import dev.gitopsbinding.forge.ListParser;
import dev.gitopsbinding.forge.ListedItem;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.forge.PullRequestDialect;
import dev.gitopsbinding.forge.PullRequestFields;
import dev.gitopsbinding.forge.PullRequestStep;
import dev.gitopsbinding.forge.PullRequestStep.End;
import dev.gitopsbinding.forge.Reviewers;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Pull requests of Gitea and Forgejo (Gitea API, "List a repo's pull requests", "Create a pull
 * request", "Update a pull request", "Merge a pull request"). The list cannot be filtered by head.
 * "Get a pull request by base and head" is not used: it answers with any of several, and takes no
 * base with a slash.
 *
 * @param repository its URL in the API
 */
record GiteaPullRequests(String repository) implements PullRequestDialect {
  /** The most that a Gitea with default settings sends at once. */
  private static final int PAGE = 50;

  /** By the labels, because the refs change when a branch is deleted. */
  private static final PullRequestFields FIELDS =
      new PullRequestFields(
          "number",
          "html_url",
          "title",
          "body",
          "head.sha",
          "head.label",
          "base.label",
          "head.repo_id",
          "base.repo_id");

  private static final int CONFLICT = 409;
  private static final int NOT_ALLOWED = 405;
  private static final int MAX_VALUE = 200;
  private static final String DRAFT = "WIP: ";
  private static final String AUTO_MERGE = "autoMerge";
  private static final String MERGE_ADVICE =
      "Give the token's user the right to merge into the branch, or merge the pull request yourself";

  @Override
  public ForgeRequest list(String head, String base, boolean openOnly, int size, int page) {
    return ForgeRequest.get(
        "%s/pulls?state=%s&base_branch=%s&limit=%d&page=%d"
            .formatted(
                repository, openOnly ? "open" : "all", ForgeRequest.encoded(base), size, page));
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
    return FIELDS.with("state", "merged", "draft", "mergeable", "head.ref");
  }

  /** What is a draft is not mergeable either, whether there are conflicts or not. */
  @Override
  public PullRequest pullRequest(ListedItem item) throws MalformedListException {
    PullRequest request =
        FIELDS.read(
            item,
            PullRequestFields.state(item, item.isTrue("merged")),
            !isDraft(item) && item.find("mergeable").filter("false"::equals).isPresent());
    PullRequest named = request.titled(withoutMark(request.title()));
    return hidesLastCommit(item) ? named.at(null) : named;
  }

  /**
   * As long as the branch exists, Gitea says its tip, also of a pull request that ended before that
   * commit was made; later the ref is another one.
   */
  private static boolean hidesLastCommit(ListedItem item) {
    return item.find("state").filter("closed"::equals).isPresent()
        && item.isSame("head.ref", "head.label");
  }

  @Override
  public Optional<ForgeRequest> lastCommit(ListedItem item) {
    return hidesLastCommit(item)
        ? Optional.of(
            ForgeRequest.get(
                path("/pulls/", item) + "/commits?limit=1&page=1&verification=false&files=false"))
        : Optional.empty();
  }

  private static String withoutMark(String title) {
    return title.replaceFirst("(?i)^(WIP:|\\[WIP])\\s*", "");
  }

  @Override
  public boolean isDraft(ListedItem item) {
    String title = item.find("title").orElse("");
    return item.isTrue("draft") || !withoutMark(title).equals(title);
  }

  @Override
  public boolean listsConflicts() {
    return true;
  }

  @Override
  public ForgeRequest open(PullRequestDraft draft) {
    JsonBody body =
        new JsonBody()
            .with("title", draft.draft() ? DRAFT + draft.title() : draft.title())
            .with("body", draft.body())
            .with("head", draft.head())
            .with("base", draft.base());
    return ForgeRequest.post(repository + "/pulls", body.text());
  }

  @Override
  public boolean exists(ForgeReply reply) {
    return reply.status() == CONFLICT && reply.message().contains("already exists");
  }

  @Override
  public ForgeRequest update(ListedItem item, PullRequestDraft draft) {
    JsonBody body =
        new JsonBody()
            .with("title", isDraft(item) ? DRAFT + draft.title() : draft.title())
            .with("body", draft.body());
    return ForgeRequest.patch(path("/pulls/", item), body.text());
  }

  private String path(String part, ListedItem item) {
    return repository + part + item.find("number").orElseThrow();
  }

  @Override
  public List<PullRequestStep> extras(ListedItem item, PullRequestDraft draft) {
    List<PullRequestStep> steps = new ArrayList<>();
    if (!draft.labels().isEmpty()) {
      steps.add(
          new PullRequestStep(
              "labels",
              ForgeRequest.post(
                  path("/issues/", item) + "/labels",
                  new JsonBody().with("labels", draft.labels()).text()),
              reply -> labelled(reply, draft.labels()),
              "Create them in the repository, or correct their names"));
    }
    if (!draft.reviewers().isEmpty()) {
      steps.add(
          PullRequestStep.of(
              "reviewers",
              ForgeRequest.post(
                  path("/pulls/", item) + "/requested_reviewers",
                  Reviewers.of(draft.reviewers()).body()),
              "Name users who may read the repository, but not the token's own user"));
    }
    return steps;
  }

  /** Gitea leaves out names that it does not know, and answers with the labels that are set. */
  private static End labelled(ForgeReply reply, List<String> wanted) {
    if (!reply.isSuccess()) {
      return PullRequestStep.end(reply);
    }
    try {
      Set<String> set =
          ListParser.items(reply.body(), null, Set.of("name"), MAX_VALUE).stream()
              .flatMap(label -> label.find("name").stream())
              .collect(Collectors.toSet());
      List<String> missing = wanted.stream().filter(name -> !set.contains(name)).toList();
      return missing.isEmpty()
          ? new End.Done()
          : new End.Refused("there is no label " + String.join(", ", missing));
    } catch (MalformedListException e) {
      return new End.Refused("its answer " + e.getMessage());
    }
  }

  /** By the method that the repository prefers, because it may not allow others. */
  @Override
  public Optional<PullRequestStep> autoMerge(ListedItem item) {
    return Optional.of(
        new PullRequestStep(
            AUTO_MERGE,
            ForgeRequest.get(repository),
            reply -> reply.isSuccess() ? merge(reply, item) : PullRequestStep.end(reply),
            MERGE_ADVICE));
  }

  private End merge(ForgeReply reply, ListedItem item) {
    String style = "merge";
    try {
      style =
          ListParser.item(reply.body(), Set.of("default_merge_style"), MAX_VALUE)
              .find("default_merge_style")
              .filter(text -> !text.isEmpty())
              .orElse(style);
    } catch (MalformedListException e) {
      return new End.Refused("its answer " + e.getMessage());
    }
    JsonBody body = new JsonBody().with("Do", style);
    // The commit that was seen, so that no later push is merged unseen.
    item.find("head.sha").ifPresent(sha -> body.with("head_commit_id", sha));
    body.with("merge_when_checks_succeed", true);
    return new End.Next(
        new PullRequestStep(
            AUTO_MERGE,
            ForgeRequest.post(path("/pulls/", item) + "/merge", body.text()),
            GiteaPullRequests::merged,
            MERGE_ADVICE));
  }

  /** It examines a push for a moment, and answers 405 until it has. */
  private static End merged(ForgeReply reply) {
    String message = reply.message();
    if (reply.status() == CONFLICT && message.contains("already scheduled")) {
      return new End.Done();
    }
    return reply.status() == NOT_ALLOWED && message.contains("try again later")
        ? new End.Later(PullRequestStep.why(reply))
        : PullRequestStep.end(reply);
  }
}
