package dev.gitopsbinding.forge.lookup;

import static dev.gitopsbinding.forge.lookup.ForgeFixture.COMMIT;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.PASSED;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.TOKEN;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.WITH_TOKEN;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.access;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.assertUnavailable;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each forge is asked, and with which login. */
@Timeout(60)
class ForgeRequestsTest {
  @AutoClose private final ForgeFixture fixture = new ForgeFixture();

  @Test
  void gitHubIsAskedForRunsAndStatusesOfTheWholeCommit() {
    List<String> versions = new CopyOnWriteArrayList<>();
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              versions.add(talk.exchange().getRequestHeaders().getFirst("X-GitHub-Api-Version"));
              assertThat(talk.exchange().getRequestHeaders().getFirst("User-Agent"))
                  .isEqualTo("gitopsbinding-operator");
              talk.json(200, gitHub(talk.asked().target(), "success"));
            });

    assertThat(fixture.look(server, "GitHub", WITH_TOKEN)).isEqualTo(PASSED);
    assertThat(server.asked())
        .extracting(ScriptedRegistry.Asked::target)
        .containsExactly(
            "/api/v1/repos/acme/web/commits/%s/check-runs?filter=latest&per_page=100&page=1"
                .formatted(COMMIT.hex()),
            "/api/v1/repos/acme/web/commits/%s/status?per_page=100&page=1".formatted(COMMIT.hex()),
            "/api/v1/repos/acme/web/actions/runs?head_sha=%s&per_page=100&page=1"
                .formatted(COMMIT.hex()));
    assertThat(server.asked())
        .allSatisfy(asked -> assertThat(asked.authorization()).contains("Bearer " + TOKEN));
    assertThat(versions).containsOnly("2022-11-28");
    assertThat(fixture.results).containsExactly("GitHub answered");
  }

  @Test
  void aWorkflowOfGitHubThatIsUnderWayHoldsTheTag() {
    ScriptedRegistry server =
        fixture.serve(talk -> talk.json(200, gitHub(talk.asked().target(), "in_progress")));
    assertThat(fixture.look(server, "GitHub", WITH_TOKEN).toString())
        .contains("running=[workflow Build]");
    assertThat(fixture.look(server, "GitHub", WITH_TOKEN, "shop", Instant.MIN, true, "ci"))
        .as("the check that counts is named")
        .isEqualTo(PASSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void aTokenThatMayNotListTheWorkflowsIsTold(int status) {
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              boolean runs = talk.asked().target().contains("actions/runs");
              talk.json(runs ? status : 200, gitHub(talk.asked().target(), "success"));
            });
    Result<CheckState> result = fixture.look(server, "GitHub", WITH_TOKEN);
    assertUnavailable(result, "does not let the token list the runs of workflows");
    assertUnavailable(result, "'Actions' (read)");
    assertThat(ForgeFixture.failure(result)).isInstanceOf(Failure.Secret.class);
  }

  /** What GitHub lists of a commit with a status that has passed, and a workflow without a job. */
  private static String gitHub(String target, String workflow) {
    if (target.contains("check-runs")) {
      return "{\"total_count\": 0, \"check_runs\": []}";
    }
    boolean ended = workflow.equals("success");
    return target.contains("actions/runs")
        ? "{\"workflow_runs\": [{\"id\": 1, \"workflow_id\": 2, \"name\": \"Build\", \"status\": \"%s\", \"conclusion\": %s}]}"
            .formatted(ended ? "completed" : workflow, ended ? "\"success\"" : "null")
        : "{\"statuses\": [{\"context\": \"ci\", \"state\": \"success\"}]}";
  }

  @Test
  void gitLabIsAskedForStatusesAndPipelinesOfAnEncodedProject() {
    ScriptedRegistry server =
        fixture.serve(
            talk ->
                talk.json(
                    200,
                    talk.asked().target().contains("pipelines")
                        ? "[{\"id\": 1, \"status\": \"success\"}]"
                        : "[]"));
    assertThat(fixture.look(server, "GitLab", WITH_TOKEN)).isEqualTo(PASSED);
    assertThat(server.asked())
        .extracting(ScriptedRegistry.Asked::target)
        .containsExactly(
            "/api/v1/projects/acme%%2Fweb/repository/commits/%s/statuses?per_page=100&page=1"
                .formatted(COMMIT.hex()),
            "/api/v1/projects/acme%%2Fweb/pipelines?sha=%s&order_by=id&sort=desc&per_page=1&page=1"
                .formatted(COMMIT.hex()));
  }

  @Test
  void theNewestPipelineOfManyDecidesAlone() {
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              boolean pipelines = talk.asked().target().contains("pipelines");
              if (pipelines) {
                talk.header("Link", "<https://git.test/>; rel=\"next\"");
              }
              talk.json(200, pipelines ? "[{\"id\": 1, \"status\": \"success\"}]" : "[]");
            });
    assertThat(fixture.look(server, "GitLab", WITH_TOKEN)).isEqualTo(PASSED);
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void gitHubIsAskedForTheNamedRunsAlone() {
    ScriptedRegistry server =
        fixture.serve(talk -> talk.json(200, gitHub(talk.asked().target(), "success")));
    assertThat(
            fixture.look(
                server, "GitHub", WITH_TOKEN, "shop", Instant.MIN, true, "ci", "test (a&b)"))
        .asString()
        .contains("missing=[test (a&b)]");
    assertThat(server.asked())
        .extracting(asked -> asked.target().replaceFirst(".*/", ""))
        .containsExactly(
            "check-runs?filter=latest&per_page=100&check_name=ci&page=1",
            "check-runs?filter=latest&per_page=100&check_name=test%20%28a%26b%29&page=1",
            "status?per_page=100&page=1");
  }

  @Test
  void giteaIsAskedWithItsOwnScheme() {
    ScriptedRegistry server = fixture.serve(status("build", "success"));
    assertThat(fixture.look(server)).isEqualTo(PASSED);
    assertThat(server.asked().getFirst().authorization()).contains("token " + TOKEN);
    assertThat(server.asked().getFirst().target())
        .isEqualTo(ForgeFixture.GITEA + "?sort=leastindex&limit=50&page=1");
  }

  @Test
  void noLoginIsSentWithoutASecret() {
    ScriptedRegistry server = fixture.serve(status("build", "success"));
    assertThat(fixture.look(server, "Gitea", access(null))).isEqualTo(PASSED);
    assertThat(server.asked().getFirst().authorization()).isEmpty();
  }
}
