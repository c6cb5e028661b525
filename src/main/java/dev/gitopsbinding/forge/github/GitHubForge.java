package dev.gitopsbinding.forge.github;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GitHub, GitHub Enterprise Cloud with data residency, and GitHub Enterprise Server. Checks are
 * commit statuses and check runs (GitHub REST API, "Get the combined status for a specific
 * reference", "List check runs for a Git reference"); the jobs of GitHub Actions are check runs.
 *
 * <p>Where all checks count, the runs of workflows do too ("List workflow runs for a repository"):
 * a job that {@code needs} another has no check run before that other job ends, and a workflow that
 * could not start, or waits for an approval, has none at all.
 */
public final class GitHubForge implements Forge {
  private static final Set<String> HOSTS = Set.of("github.com", "ssh.github.com");
  private static final String DATA_RESIDENCY = ".ghe.com";
  private static final int PAGE = 100;
  private static final String NO_RUNS =
      "does not let the token list the runs of workflows, without which a job that starts later is not seen. Give the token the repository permission 'Actions' (read) too, or name the checks that count in spec.source.checks.names";

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

  /** The workflows are listed last: one that has ended then has no job that was not listed yet. */
  @Override
  public List<Listing> listings(CommitSha commit, List<String> names) {
    String path = "/commits/" + commit.hex();
    List<Listing> listings = new ArrayList<>();
    String runs = path + "/check-runs?filter=latest&per_page=" + PAGE;
    if (names.isEmpty()) {
      listings.add(runs(runs));
    }
    names.forEach(name -> listings.add(runs(runs + "&check_name=" + ForgeRequest.encoded(name))));
    listings.add(
        Listing.of(
            path + "/status?per_page=" + PAGE,
            "statuses",
            PAGE,
            Set.of("context", "state", "target_url"),
            GitHubForge::status));
    if (names.isEmpty()) {
      listings.add(
          Listing.of(
                  "/actions/runs?head_sha=" + commit.hex() + "&per_page=" + PAGE,
                  "workflow_runs",
                  PAGE,
                  Set.of("id", "workflow_id", "name", "status", "conclusion", "html_url"),
                  GitHubForge::workflow)
              .withDenied(NO_RUNS));
    }
    return listings;
  }

  private static Listing runs(String path) {
    return Listing.of(
        path,
        "check_runs",
        PAGE,
        Set.of("name", "status", "conclusion", "html_url"),
        GitHubForge::run);
  }

  /**
   * Of the runs of one workflow, each that is under way counts, and of those that have ended the
   * newest. A run that is repeated keeps its id, and is listed with its newest attempt.
   */
  private static Check workflow(ListedItem run) throws MalformedListException {
    String series = "workflow " + run.require("workflow_id");
    Check check = read(run, "workflow " + run.find("name").orElse("without a name"));
    return check.state() == State.RUNNING ? check : check.in(series, run.requireId());
  }

  /** Of several runs of one name, each belongs to another workflow or app, and all count. */
  private static Check run(ListedItem run) throws MalformedListException {
    return read(run, run.require("name"));
  }

  private static Check read(ListedItem run, String name) throws MalformedListException {
    String status = run.require("status");
    String conclusion = run.find("conclusion").orElse("");
    boolean ended = status.equals("completed");
    State state =
        switch (conclusion) {
          case "success", "neutral", "skipped" -> State.PASSED;
          default -> State.FAILED;
        };
    return Check.beside(
        name,
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
  public PullRequestDialect pullRequests(RepositoryUrl repository) {
    return new GitHubPullRequests(repository.toString());
  }

  /** "Create a commit status". GitHub has no state for a commit that was left out. */
  @Override
  public ForgeRequest commitStatus(RepositoryUrl repository, CommitStatus status) {
    String state =
        switch (status.state()) {
          case PENDING, SUPERSEDED -> "pending";
          case SUCCESS -> "success";
          case FAILURE -> "failure";
        };
    return ForgeRequest.status(
        repository + "/statuses/" + status.commit().hex(), state, "context", status, null);
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
  public String rights(ForgePurpose purpose) {
    return switch (purpose) {
      case CHECKS ->
          "to be that of a GitHub App with the repository permissions 'Actions', 'Checks' and 'Commit statuses' (read), or a classic one with the scope 'repo' (a fine-grained token has no permission 'Checks')";
      case PULL_REQUESTS ->
          "the repository permissions 'Pull requests' and, for autoMerge, 'Contents' (write), or, if it is a classic one, the scope 'repo'";
      case REPORT ->
          "the repository permission 'Commit statuses' (write), or, if it is a classic one, the scope 'repo:status'";
    };
  }
}
