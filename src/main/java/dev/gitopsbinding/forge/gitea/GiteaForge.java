package dev.gitopsbinding.forge.gitea;

import dev.gitopsbinding.forge.ApiUrl;
import dev.gitopsbinding.forge.Check;
import dev.gitopsbinding.forge.Check.State;
import dev.gitopsbinding.forge.CommitStatus;
import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.forge.ForgePurpose;
import dev.gitopsbinding.forge.ForgeRequest;
import dev.gitopsbinding.forge.ListedItem;
import dev.gitopsbinding.forge.Listing;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.forge.PullRequestDialect;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gitea and Forgejo. Checks are the statuses of the commit (Gitea API, "Get a commit's statuses"),
 * of which the newest of each context counts; jobs of Gitea Actions report statuses. The combined
 * status is not used: its pages do not say whether there are more.
 */
public final class GiteaForge implements Forge {
  /** The most that a Gitea with default settings sends at once. */
  private static final int PAGE = 50;

  /** The list holds old statuses too: a context has one for each state that a job went through. */
  private static final int MAX_PAGES = 40;

  /**
   * By the index, the newest first. No two statuses of a commit have the same one, but many have
   * the same second, and a database may put these in another order for each page, so that one is on
   * none of the pages ({@code CommitStatusOptions.ToOrders} in Gitea's {@code models/git}).
   */
  private static final String ORDER = "leastindex";

  @Override
  public String provider() {
    return "Gitea";
  }

  @Override
  public boolean owns(String host) {
    return false;
  }

  @Override
  public Optional<URI> api(RepositoryUrl source) {
    return ApiUrl.of(source, "/api/v1");
  }

  @Override
  public Optional<String> path(String repository) {
    return repository.matches("[^/]+/[^/]+")
        ? Optional.of("/repos/" + repository)
        : Optional.empty();
  }

  @Override
  public List<Listing> listings(CommitSha commit, List<String> names) {
    return List.of(
        Listing.of(
                "/statuses/" + commit.hex() + "?sort=" + ORDER + "&limit=" + PAGE,
                null,
                PAGE,
                Set.of("id", "context", "status", "target_url"),
                GiteaForge::status)
            .withMaxPages(MAX_PAGES));
  }

  /** A warning passes, as it does where Gitea itself combines statuses (since 1.24). */
  private static Check status(ListedItem status) throws MalformedListException {
    String result = status.require("status");
    State state =
        switch (result) {
          case "success", "warning", "skipped" -> State.PASSED;
          case "pending" -> State.RUNNING;
          default -> State.FAILED;
        };
    return Check.newest(
        // Gitea takes a status whose context is empty.
        status.requireAny("context"),
        status.requireId(),
        state,
        result,
        status.find("target_url").orElse(null));
  }

  @Override
  public PullRequestDialect pullRequests(RepositoryUrl repository) {
    return new GiteaPullRequests(repository.toString());
  }

  /** "Create a commit status". */
  @Override
  public ForgeRequest commitStatus(RepositoryUrl repository, CommitStatus status) {
    String state =
        switch (status.state()) {
          case PENDING -> "pending";
          case SUCCESS -> "success";
          case FAILURE -> "failure";
          case SUPERSEDED -> "warning";
        };
    return ForgeRequest.status(
        repository + "/statuses/" + status.commit().hex(), state, "context", status, null);
  }

  @Override
  public String authorization(String token) {
    return "token " + token;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("Accept", "application/json");
  }

  @Override
  public String rights(ForgePurpose purpose) {
    return switch (purpose) {
      case CHECKS -> "the scope 'read:repository'";
      case PULL_REQUESTS ->
          "the scopes 'write:repository' and 'write:issue', and its user the right to write pull requests in the repository";
      case REPORT ->
          "the scope 'write:repository', and its user the right to write code in the repository";
    };
  }
}
