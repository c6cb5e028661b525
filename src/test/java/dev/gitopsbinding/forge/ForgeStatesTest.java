package dev.gitopsbinding.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.gitea.GiteaForge;
import dev.gitopsbinding.forge.github.GitHubForge;
import dev.gitopsbinding.forge.gitlab.GitLabForge;
import dev.gitopsbinding.model.CommitSha;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state that a forge documents, and one that it does not. */
class ForgeStatesTest {
  private static final CommitSha COMMIT = new CommitSha("1".repeat(40));

  @ParameterizedTest
  @CsvSource({
    "completed,success,PASSED",
    "completed,neutral,PASSED",
    "completed,skipped,PASSED",
    "completed,failure,FAILED",
    "completed,cancelled,FAILED",
    "completed,timed_out,FAILED",
    "completed,action_required,FAILED",
    "completed,startup_failure,FAILED",
    "completed,stale,FAILED",
    "completed,something_new,FAILED",
    "queued,,RUNNING",
    "in_progress,,RUNNING",
    "waiting,,RUNNING",
    "pending,,RUNNING",
    "requested,,RUNNING"
  })
  void runsOfGitHub(String status, String conclusion, Check.State expected) throws Exception {
    String json =
        "{\"check_runs\": [{\"name\": \"a\", \"status\": \"%s\", \"conclusion\": %s}]}"
            .formatted(status, conclusion == null ? "null" : "\"" + conclusion + "\"");
    assertThat(state(new GitHubForge(), 0, json)).isEqualTo(expected);
    String workflows =
        json.replace("check_runs", "workflow_runs")
            .replace("{\"name", "{\"id\": 1, \"workflow_id\": 2, \"name");
    assertThat(state(new GitHubForge(), 2, workflows)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"success,PASSED", "pending,RUNNING", "failure,FAILED", "error,FAILED", "x,FAILED"})
  void statusesOfGitHub(String state, Check.State expected) throws Exception {
    String json =
        "{\"state\": \"pending\", \"statuses\": [{\"context\": \"a\", \"state\": \"%s\"}]}"
            .formatted(state);
    assertThat(state(new GitHubForge(), 1, json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "success,false,PASSED",
    "skipped,false,PASSED",
    "failed,false,FAILED",
    "failed,true,PASSED",
    "canceled,false,FAILED",
    "canceled,true,PASSED",
    "manual,true,PASSED",
    "manual,false,RUNNING",
    "created,false,RUNNING",
    "waiting_for_resource,false,RUNNING",
    "waiting_for_callback,false,RUNNING",
    "preparing,false,RUNNING",
    "pending,true,RUNNING",
    "running,false,RUNNING",
    "canceling,false,RUNNING",
    "scheduled,false,RUNNING",
    "something_new,false,FAILED"
  })
  void statusesOfGitLab(String status, boolean mayFail, Check.State expected) throws Exception {
    String json =
        "[{\"id\": 1, \"name\": \"a\", \"status\": \"%s\", \"allow_failure\": %s}]"
            .formatted(status, mayFail);
    assertThat(state(new GitLabForge(), 0, json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "success,PASSED",
    "warning,PASSED",
    "skipped,PASSED",
    "pending,RUNNING",
    "failure,FAILED",
    "error,FAILED",
    "something_new,FAILED"
  })
  void statusesOfGitea(String status, Check.State expected) throws Exception {
    String json = "[{\"id\": 1, \"context\": \"a\", \"status\": \"%s\"}]".formatted(status);
    assertThat(state(new GiteaForge(), 0, json)).isEqualTo(expected);
  }

  private static Check.State state(Forge forge, int listing, String json) throws Exception {
    return ListParser.parse(json, forge.listings(COMMIT, List.of()).get(listing))
        .getFirst()
        .state();
  }
}
