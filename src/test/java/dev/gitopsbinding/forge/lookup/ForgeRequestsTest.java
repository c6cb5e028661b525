package dev.gitopsbinding.forge.lookup;

import static dev.gitopsbinding.forge.lookup.ForgeFixture.COMMIT;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.TOKEN;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.WITH_TOKEN;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.access;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.assertUnavailable;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.gitea;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to a stand-in of a forge, and how often. */
@Timeout(60)
class ForgeRequestsTest {
  private static final Result<CheckState> PASSED = Result.ok(new CheckState.Passed());
  private static final Result<CheckState> RUNNING =
      Result.ok(new CheckState.Pending(List.of("build"), List.of()));

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
  void oldStatusesOfGiteaDoNotFillTheList() {
    String name = "x".repeat(900);
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              boolean last = talk.asked().target().endsWith("page=40");
              talk.json(200, list(last ? 49 : 50).replaceAll("\"c([0-9])", "\"" + name + "$1"));
            });
    assertThat(fixture.look(server)).isEqualTo(PASSED);
    assertThat(server.asked()).hasSize(40);
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

  @Test
  void pagesAreReadWhileTheHostSaysThatThereAreMore() {
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              boolean last = talk.asked().target().endsWith("page=3");
              if (!last) {
                talk.header("Link", "<https://elsewhere.test/>; rel=\"next\"");
              }
              gitea(talk, last ? "last" : "other", last ? "failure" : "success");
            });
    assertThat(fixture.look(server).toString()).contains("Failed[name=last");
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void aPageThatHasNotChangedIsNotSentAgain() {
    List<String> conditions = new CopyOnWriteArrayList<>();
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              String condition = talk.exchange().getRequestHeaders().getFirst("If-None-Match");
              conditions.add(String.valueOf(condition));
              if ("\"one\"".equals(condition)) {
                talk.header("ETag", "\"one\"").status(304);
              } else {
                talk.header("ETag", "\"one\"");
                gitea(talk, "build", "pending");
              }
            });
    assertThat(fixture.look(server)).isEqualTo(RUNNING);
    assertThat(fixture.look(server)).isEqualTo(RUNNING);
    assertThat(fixture.look(server, "Gitea", access("another-token"))).isEqualTo(RUNNING);
    assertThat(conditions).as("each login has its own").containsExactly("null", "\"one\"", "null");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPageThatFollowsLaterIsReadAfterOneThatHasNotChanged(boolean linked) {
    AtomicBoolean grown = new AtomicBoolean();
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              if (talk.asked().target().endsWith("page=2")) {
                gitea(talk, "late", grown.get() ? "failure" : "success");
                return;
              }
              if (linked && grown.get()) {
                talk.header("Link", "<https://git.test/>; rel=\"next\"");
              }
              if (grown.get()) {
                talk.header("ETag", "\"one\"").status(304);
              } else {
                talk.header("ETag", "\"one\"").json(200, list(linked ? 1 : 50));
              }
            });
    assertThat(fixture.look(server)).isEqualTo(PASSED);
    grown.set(true);
    assertThat(fixture.look(server).toString()).contains("Failed[name=late");
  }

  private static String list(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> "{\"id\": 1, \"context\": \"c%d\", \"status\": \"success\"}".formatted(i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void aNotModifiedThatWasNotAskedForIsNoAnswer() {
    ScriptedRegistry server = fixture.serve(talk -> talk.status(304));
    assertUnavailable(fixture.look(server), "HTTP status 304");
  }

  @Test
  void allBindingsOfACommitShareOneRequest() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              first.countDown();
              gitea(talk, "build", "pending");
            });
    Callable<Result<CheckState>> look = () -> ask(server, "shop", true, "build");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Result<CheckState>>> looks =
          IntStream.range(0, 50).mapToObj(_ -> look).toList();
      for (var answer : threads.invokeAll(looks)) {
        assertThat(answer.get()).isEqualTo(RUNNING);
      }
    }
    assertThat(ask(server, "blog", true, "other").toString()).contains("missing=[other]");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void anAnswerThatIsPendingLivesShortAndOneThatPassedLonger() {
    ScriptedRegistry server = fixture.serve(status("build", "pending"));
    assertThat(ask(server, "shop", true)).isEqualTo(RUNNING);
    server.answers(status("build", "success"));
    fixture.clock.pass(Duration.ofSeconds(4));
    assertThat(ask(server, "shop", true)).isEqualTo(RUNNING);
    fixture.clock.pass(Duration.ofMillis(1));
    assertThat(ask(server, "shop", false)).as("no look is due").isEqualTo(RUNNING);
    assertThat(ask(server, "shop", true)).isEqualTo(PASSED);
    fixture.clock.pass(Duration.ofSeconds(30));
    assertThat(ask(server, "shop", true)).isEqualTo(PASSED);
    assertThat(server.asked()).hasSize(2);
    fixture.clock.pass(Duration.ofMillis(1));
    assertThat(ask(server, "shop", true)).isEqualTo(PASSED);
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void aFailureIsLookedAtOncePerIntervalOrOnRequest() {
    ScriptedRegistry server = fixture.serve(status("build", "failure"));
    Instant first = fixture.clock.instant();
    assertThat(ask(server, first)).contains("Failed");
    fixture.clock.pass(Duration.ofMinutes(3));
    assertThat(ask(server, first)).as("an event").contains("Failed");
    assertThat(server.asked()).hasSize(1);
    server.answers(status("build", "success"));
    assertThat(ask(server, first.plusMillis(1))).as("the interval").contains("Passed");
    assertThat(server.asked()).hasSize(2);
  }

  private String ask(ScriptedRegistry server, Instant notBefore) {
    return fixture.look(server, "Gitea", WITH_TOKEN, "shop", notBefore, true).toString();
  }

  @Test
  void aRequestedSyncIsNotServedFromMemory() {
    ScriptedRegistry server = fixture.serve(status("build", "success"));
    assertThat(ask(server, "shop", true)).isEqualTo(PASSED);
    fixture.clock.pass(Duration.ofMillis(1));
    server.answers(status("build", "failure"));
    assertThat(fixture.look(server).toString()).contains("Failed");
  }

  private Result<CheckState> ask(
      ScriptedRegistry server, String tenant, boolean now, String... names) {
    return fixture.look(server, "Gitea", WITH_TOKEN, tenant, Instant.MIN, now, names);
  }
}
