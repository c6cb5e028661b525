package dev.gitopsbinding.forge.gitlab;

import dev.gitopsbinding.forge.ApiUrl;
import dev.gitopsbinding.forge.Check;
import dev.gitopsbinding.forge.Check.State;
import dev.gitopsbinding.forge.CommitStatus;
import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.forge.ForgePurpose;
import dev.gitopsbinding.forge.ForgeReply;
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
 * GitLab. Checks are the newest pipeline of the commit, under the name {@code pipeline}, and the
 * statuses of the commit: jobs and those that other systems report (GitLab REST API, "List project
 * pipelines", "List commit statuses"). A pipeline counts beside its jobs because one whose
 * configuration is wrong fails without any job.
 */
public final class GitLabForge implements Forge {
  private static final Set<String> HOSTS = Set.of("gitlab.com", "altssh.gitlab.com");
  private static final int PAGE = 100;
  private static final int BAD_REQUEST = 400;
  private static final int CONFLICT = 409;
  private static final String PIPELINE = "pipeline";

  @Override
  public String provider() {
    return "GitLab";
  }

  @Override
  public boolean owns(String host) {
    return HOSTS.contains(host);
  }

  @Override
  public Optional<URI> api(RepositoryUrl source) {
    return owns(source.host())
        ? Optional.of(URI.create("https://gitlab.com/api/v4"))
        : ApiUrl.of(source, "/api/v4");
  }

  /** The whole path of a project is one segment of the URL ("Namespaced paths"). */
  @Override
  public Optional<String> path(String repository) {
    return repository.matches("[^/]+(/[^/]+)+")
        ? Optional.of("/projects/" + repository.replace("/", "%2F"))
        : Optional.empty();
  }

  @Override
  public List<Listing> listings(CommitSha commit, List<String> names) {
    return List.of(
        Listing.of(
            "/repository/commits/" + commit.hex() + "/statuses?per_page=" + PAGE,
            null,
            PAGE,
            Set.of("id", "name", "status", "allow_failure", "target_url"),
            GitLabForge::status),
        Listing.of(
                "/pipelines?sha=" + commit.hex() + "&order_by=id&sort=desc&per_page=1",
                null,
                1,
                Set.of("id", "status", "web_url"),
                GitLabForge::pipeline)
            .newestOnly());
  }

  private static Check status(ListedItem status) throws MalformedListException {
    String result = status.require("status");
    boolean mayFail = status.find("allow_failure").filter("true"::equals).isPresent();
    State state = state(result, mayFail);
    return Check.newest(
        status.require("name"),
        status.requireId(),
        state == State.FAILED && mayFail ? State.PASSED : state,
        result,
        status.find("target_url").orElse(null));
  }

  private static Check pipeline(ListedItem pipeline) throws MalformedListException {
    String result = pipeline.require("status");
    return Check.newest(
        PIPELINE,
        pipeline.requireId(),
        state(result, false),
        result,
        pipeline.find("web_url").orElse(null));
  }

  /**
   * @param optional a manual job that may fail is one that nobody has to start
   */
  private static State state(String status, boolean optional) {
    return switch (status) {
      case "success", "skipped" -> State.PASSED;
      case "manual" -> optional ? State.PASSED : State.RUNNING;
      case "created",
          "waiting_for_resource",
          "waiting_for_callback",
          "preparing",
          "pending",
          "running",
          "canceling",
          "scheduled" ->
          State.RUNNING;
      default -> State.FAILED;
    };
  }

  @Override
  public PullRequestDialect pullRequests(RepositoryUrl repository) {
    return new GitLabMergeRequests(repository.toString());
  }

  /**
   * "Set commit pipeline status": the status becomes a job of the commit's newest pipeline of the
   * branch. Without the branch it would be a pipeline of any ref, and the next state would go to a
   * pipeline that starts meanwhile.
   */
  @Override
  public ForgeRequest commitStatus(RepositoryUrl repository, CommitStatus status) {
    String state =
        switch (status.state()) {
          case PENDING -> "pending";
          case SUCCESS -> "success";
          case FAILURE -> "failed";
          case SUPERSEDED -> "canceled";
        };
    return ForgeRequest.status(
        repository + "/statuses/" + status.commit().hex(), state, "name", status, status.branch());
  }

  /** A state that the status has is refused by "Cannot transition status via :enqueue from …". */
  @Override
  public boolean hasStatus(ForgeReply reply) {
    return reply.status() == BAD_REQUEST && reply.message().contains("Cannot transition status");
  }

  /** It locks the pipeline that a status becomes a part of. */
  @Override
  public boolean isSettingAnother(ForgeReply reply) {
    return reply.status() == CONFLICT;
  }

  @Override
  public String authorization(String token) {
    return "Bearer " + token;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("Accept", "application/json");
  }

  @Override
  public String rights(ForgePurpose purpose) {
    return switch (purpose) {
      case CHECKS -> "the scope 'read_api' and the role Reporter in the project";
      case PULL_REQUESTS, REPORT -> "the scope 'api' and the role Developer in the project";
    };
  }
}
