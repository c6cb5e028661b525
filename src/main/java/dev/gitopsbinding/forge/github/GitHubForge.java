package dev.gitopsbinding.forge.github;

import dev.gitopsbinding.forge.ApiUrl;
import dev.gitopsbinding.forge.Check;
import dev.gitopsbinding.forge.Check.State;
import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.forge.ListedItem;
import dev.gitopsbinding.forge.Listing;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GitHub, GitHub Enterprise Cloud with data residency, and GitHub Enterprise Server. Checks are
 * commit statuses and check runs (GitHub REST API, "Get the combined status for a specific
 * reference", "List check runs for a Git reference"); the jobs of GitHub Actions are check runs.
 */
public final class GitHubForge implements Forge {
  private static final Set<String> HOSTS = Set.of("github.com", "ssh.github.com");
  private static final String DATA_RESIDENCY = ".ghe.com";
  private static final int PAGE = 100;

  @Override
  public String provider() {
    return "GitHub";
  }

  @Override
  public boolean owns(String host) {
    return HOSTS.contains(host);
  }

  @Override
  public Optional<URI> api(RepositoryUrl source) {
    if (owns(source.host())) {
      return Optional.of(URI.create("https://api.github.com"));
    }
    return source.host().endsWith(DATA_RESIDENCY)
        ? Optional.of(URI.create("https://api." + source.host()))
        : ApiUrl.of(source, "/api/v3");
  }

  @Override
  public Optional<String> path(String repository) {
    return repository.matches("[^/]+/[^/]+")
        ? Optional.of("/repos/" + repository)
        : Optional.empty();
  }

  @Override
  public List<Listing> listings(CommitSha commit) {
    String path = "/commits/" + commit.hex();
    return List.of(
        new Listing(
            path + "/check-runs?filter=latest&per_page=" + PAGE,
            "check_runs",
            PAGE,
            Set.of("name", "status", "conclusion", "html_url"),
            GitHubForge::run),
        new Listing(
            path + "/status?per_page=" + PAGE,
            "statuses",
            PAGE,
            Set.of("context", "state", "target_url"),
            GitHubForge::status));
  }

  /** Of several runs of one name, each belongs to another workflow or app, and all count. */
  private static Check run(ListedItem run) throws MalformedListException {
    String status = run.require("status");
    String conclusion = run.find("conclusion").orElse("");
    boolean ended = status.equals("completed");
    State state =
        switch (conclusion) {
          case "success", "neutral", "skipped" -> State.PASSED;
          default -> State.FAILED;
        };
    return Check.beside(
        run.require("name"),
        ended ? state : State.RUNNING,
        ended ? conclusion : status,
        run.find("html_url").orElse(null));
  }

  /** The combined status holds the newest status of each context. */
  private static Check status(ListedItem status) throws MalformedListException {
    String result = status.require("state");
    State state =
        switch (result) {
          case "success" -> State.PASSED;
          case "pending" -> State.RUNNING;
          default -> State.FAILED;
        };
    return Check.beside(
        status.require("context"), state, result, status.find("target_url").orElse(null));
  }

  @Override
  public String authorization(String token) {
    return "Bearer " + token;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("Accept", "application/vnd.github+json", "X-GitHub-Api-Version", "2022-11-28");
  }

  @Override
  public String rights() {
    return "the repository permissions 'Checks' and 'Commit statuses' (read)";
  }
}
