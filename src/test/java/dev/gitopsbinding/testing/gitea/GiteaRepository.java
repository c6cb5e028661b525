package dev.gitopsbinding.testing.gitea;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitopsbinding.testing.git.GitRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * A private repository of a {@link GiteaServer}, and a local copy whose commits are pushed to it.
 */
public final class GiteaRepository {
  private static final String BRANCH = "main";

  private final GiteaServer server;
  private final String name;
  private final GitRepository local;

  GiteaRepository(GiteaServer server, String name, Path copy) {
    this.server = server;
    this.name = name;
    this.local =
        GitRepository.bare(copy)
            .with(
                Map.of(
                    "GIT_SSL_CAINFO", server.authorityFile().toString(), "no_proxy", "127.0.0.1"));
    local.git("remote", "add", "origin", server.urlWithLogin(name));
  }

  /** Its URL by HTTPS. */
  public String url() {
    return server.url(name);
  }

  /** Its URL by the SSH server that is built into Gitea. */
  public String sshUrl() {
    return server.sshUrl(name);
  }

  /** Commits one file to {@code main} and pushes it; answers the commit's SHA. */
  public String commit(String path, String content) {
    String commit = local.commit(BRANCH, path, content);
    push();
    return commit;
  }

  /** Commits as often to {@code main} and pushes all at once; answers the SHAs, oldest first. */
  public List<String> commits(int count) {
    List<String> commits =
        IntStream.range(0, count)
            .mapToObj(i -> local.commit(BRANCH, "file", "change " + i))
            .toList();
    push();
    return commits;
  }

  /** A force-push: {@code main} goes on from another commit, with a change of one file. */
  public String rewrite(String base, String path, String content) {
    local.git("update-ref", "refs/heads/" + BRANCH, base);
    return commit(path, content);
  }

  /** A push of a merge of {@code main} with another commit, that has the files of {@code main}. */
  public String merge(String other) {
    String tip = local.tip(BRANCH);
    String merge = local.git("commit-tree", tip + "^{tree}", "-p", tip, "-p", other, "-m", "Merge");
    local.git("update-ref", "refs/heads/" + BRANCH, merge);
    push();
    return merge;
  }

  /** The folder that a commit holds. */
  public String tree(String commit) {
    return local.git("rev-parse", commit + "^{tree}");
  }

  /** The commits of {@code main} at the server, newest first, in a format of git-log(1). */
  public List<String> log(String format) {
    fetch();
    return local.log(BRANCH, format);
  }

  /** What a file holds at the server. */
  public String text(String path) {
    fetch();
    return local.text(BRANCH, path);
  }

  /**
   * Reports a status of a commit, as a CI system does.
   *
   * @param state {@code pending}, {@code success}, {@code error}, {@code failure}, {@code warning}
   *     or {@code skipped}
   */
  public void report(String commit, String check, String state, String link) {
    server
        .api()
        .post(
            path() + "/statuses/" + commit,
            Map.of("context", check, "state", state, "target_url", link));
  }

  /** The statuses of a commit, the newest first: context, state, description and link of each. */
  public List<String> statuses(String commit) {
    List<String> statuses = new ArrayList<>();
    server
        .api()
        .get(path() + "/statuses/" + commit + "?sort=leastindex&limit=50")
        .forEach(
            status ->
                statuses.add(
                    "%s %s: %s <%s>"
                        .formatted(
                            status.path("context").asText(),
                            status.path("status").asText(),
                            status.path("description").asText(),
                            status.path("target_url").asText())));
    return statuses;
  }

  /** What the server says of a commit's signature; empty if it is verified. */
  public String signatureProblem(String commit) {
    JsonNode said = server.api().get(path() + "/git/commits/" + commit).at("/commit/verification");
    return said.path("verified").asBoolean() ? "" : "not verified: " + said.path("reason").asText();
  }

  /** From now on nobody may push to {@code main}. */
  public void protect() {
    server
        .api()
        .post(path() + "/branch_protections", Map.of("rule_name", BRANCH, "enable_push", false));
  }

  /** From now on events of these kinds are sent to a URL, signed by a secret. */
  public void hook(String url, String secret, String... events) {
    server
        .api()
        .post(
            path() + "/hooks",
            Map.of(
                "type",
                "gitea",
                "active",
                true,
                "events",
                events,
                "config",
                Map.of("url", url, "content_type", "json", "secret", secret)));
  }

  /** A commit of one file on a branch that begins at {@code main}, or goes on; answers its SHA. */
  public String commitTo(String branch, String path, String content) {
    if (local.attempt("rev-parse", "-q", "--verify", "refs/heads/" + branch).exitCode() != 0) {
      local.git("branch", branch, BRANCH);
    }
    String commit = local.commit(branch, path, content);
    local.git("push", "-q", "--force", "origin", branch);
    return commit;
  }

  /** Deletes a branch, as people do after a merge. */
  public void deleteBranch(String branch) {
    local.git("push", "-q", "origin", ":" + branch);
  }

  /** Makes a label. */
  public void label(String label) {
    server.api().post(path() + "/labels", Map.of("name", label, "color", "#00aabb"));
  }

  /**
   * Lets another user in.
   *
   * @param permission {@code read} or {@code write}
   */
  public void allow(String user, String permission) {
    server.api().send("PUT", path() + "/collaborators/" + user, Map.of("permission", permission));
  }

  /**
   * Waits until the server knows that it is not empty any more: before, it has no pull requests.
   */
  public void awaitContent() {
    Awaitility.await("it is not empty")
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !server.api().get(path()).path("empty").asBoolean());
  }

  /** A person merges a pull request, when the server has examined it. */
  public void merge(long pullRequest) {
    merge(pullRequest, "merge");
  }

  /** The same in a style such as {@code squash} or {@code rebase}. */
  public void merge(long pullRequest, String style) {
    Awaitility.await("it can be merged")
        .pollInterval(Duration.ofMillis(100))
        .until(() -> pullRequest(pullRequest).path("mergeable").asBoolean());
    server.api().send("POST", path() + "/pulls/" + pullRequest + "/merge", Map.of("Do", style));
    fetch();
  }

  /** A person closes a pull request without merging it. */
  public void close(long pullRequest) {
    server.api().send("PATCH", path() + "/pulls/" + pullRequest, Map.of("state", "closed"));
  }

  /** A pull request, as the API shows it. */
  public JsonNode pullRequest(long number) {
    return server.api().get(path() + "/pulls/" + number);
  }

  /** How many pull requests there are or were. */
  public int pullRequests() {
    return server.api().get(path() + "/pulls?state=all").size();
  }

  /** Whether git has a branch, whatever Gitea's database says of it. */
  public boolean hasBranch(String name) {
    return !local.git("ls-remote", "origin", "refs/heads/" + name).isBlank();
  }

  /** The commits of a branch that {@code main} lacks, newest first, in a format of git-log(1). */
  public List<String> ahead(String branch, String format) {
    fetch();
    local.git("fetch", "-q", "origin", "+" + branch + ":" + branch);
    return local.git("log", "--format=" + format, BRANCH + ".." + branch).lines().toList();
  }

  private String path() {
    return "/repos/" + GiteaServer.USER + "/" + name;
  }

  private void push() {
    local.git("push", "-q", "--force", "origin", BRANCH);
  }

  private void fetch() {
    local.git("fetch", "-q", "origin", "+" + BRANCH + ":" + BRANCH);
  }
}
