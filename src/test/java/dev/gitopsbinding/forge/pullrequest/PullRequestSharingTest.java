package dev.gitopsbinding.forge.pullrequest;

import static dev.gitopsbinding.forge.pullrequest.PullRequestFixture.DRAFT;
import static dev.gitopsbinding.forge.pullrequest.PullRequestFixture.TIMEOUT;
import static dev.gitopsbinding.forge.pullrequest.PullRequestFixture.TOKEN;
import static dev.gitopsbinding.forge.pullrequest.PullRequestFixture.access;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.client.ForgeRepository;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.SubmittedPullRequest;
import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import dev.gitopsbinding.testing.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often a stand-in of a forge is asked, and what a hostile or slow one does. */
@Timeout(60)
class PullRequestSharingTest {
  private final AtomicReference<ScriptedRegistry.Script> script =
      new AtomicReference<>(talk -> list(talk));

  @AutoClose
  private final PullRequestFixture fixture =
      new PullRequestFixture(talk -> script.get().answer(talk));

  private final ForgeRepository gitea = fixture.repository("Gitea", "/api/v1");
  private volatile String state = "open";

  private void list(ScriptedRegistry.Talk talk) throws IOException {
    String one = item(state);
    talk.json(
        talk.asked().method().equals("POST") ? 201 : 200,
        talk.asked().target().contains("?") ? "[" + one + "]" : one);
  }

  private static String item(String state) {
    return """
        {"number": 7, "state": "%s", "title": "Deploy web", "body": "one\\ntwo", "html_url": "/acme/web/pulls/7",
         "mergeable": true, "merged": false, "head": {"label": "deploy/web", "sha": "%s", "repo_id": 1},
         "base": {"label": "main", "repo_id": 1}}"""
        .formatted(state, "2".repeat(40));
  }

  @Test
  void allBindingsOfABranchShareOneRequest() throws Exception {
    Callable<Result<Optional<PullRequest>>> find = () -> fixture.find(gitea, "shop", Instant.MIN);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(IntStream.range(0, 50).mapToObj(_ -> find).toList())) {
        assertThat(answer.get().toString()).contains("state=OPEN");
      }
    }
    assertThat(fixture.server.asked()).hasSize(1);
  }

  @Test
  void oneThatWasOpenIsReadAloneUntilItIsNot() {
    fixture.find(gitea);
    fixture.find(gitea);
    state = "closed";
    assertThat(fixture.find(gitea).toString()).contains("state=CLOSED");
    assertThat(fixture.server.asked())
        .extracting(asked -> asked.target().replaceFirst(".*/pulls", "").replaceFirst("&.*", ""))
        .containsExactly("?state=all", "/7", "/7", "?state=all");
  }

  @Test
  void anAnswerFromBeforeAChangeIsNotUsedAfterIt() {
    script.set(talk -> talk.json(200, "[]"));
    Instant asked = fixture.clock.instant();
    assertThat(fixture.find(gitea, "shop", asked)).isEqualTo(Result.ok(Optional.empty()));
    script.set(this::list);
    fixture.clock.pass(Duration.ofMillis(1));
    fixture.pullRequests.open(gitea, access(), "shop", DRAFT, TIMEOUT);
    assertThat(fixture.find(gitea, "blog", asked).toString()).contains("number=7");
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() {
    List<String> conditions = new CopyOnWriteArrayList<>();
    script.set(
        talk -> {
          String condition = talk.exchange().getRequestHeaders().getFirst("If-None-Match");
          conditions.add(String.valueOf(condition));
          talk.header("ETag", "\"" + talk.asked().target().length() + "\"");
          if (condition == null) {
            list(talk);
          } else {
            talk.status(304);
          }
        });
    state = "closed";
    assertThat(fixture.find(gitea)).isEqualTo(fixture.find(gitea));
    assertThat(conditions.getLast()).startsWith("\"");
    assertThat(conditions.getFirst()).isEqualTo("null");
  }

  @Test
  void aLimitHoldsForChecksAndPullRequestsOfOneLogin() {
    script.set(talk -> talk.header("Retry-After", "60").status(429));
    assertThat(fixture.find(gitea).toString()).contains("spec.push.pullRequest: Forge ");
    int before = fixture.server.asked().size();
    assertThat(fixture.pullRequests.open(gitea, access(), "shop", DRAFT, TIMEOUT).toString())
        .contains("Limited");
    assertThat(fixture.server.asked()).hasSize(before);
  }

  @Test
  void aForgeThatDoesNotAnswerIsGivenUp() {
    script.set(ScriptedRegistry.Talk::hang);
    assertThat(
            fixture
                .pullRequests
                .open(gitea, access(), "shop", DRAFT, Duration.ofSeconds(1))
                .toString())
        .contains("spec.push.pullRequest: Forge ", "did not answer in time");
  }

  @Fault(value = "forge that repeats the token", holds = "I7")
  @Test
  void theTokenIsNotRepeated() {
    script.set(
        talk ->
            talk.json(
                talk.asked().method().equals("POST") ? 422 : 200,
                "{\"message\": \"no %s\\u0007\\n%s\"}".formatted(TOKEN, TOKEN)));
    String refused = fixture.pullRequests.open(gitea, access(), "shop", DRAFT, TIMEOUT).toString();
    assertThat(refused).contains("no ***").doesNotContain(TOKEN).doesNotContain("\u0007");
    script.set(
        talk ->
            talk.json(
                200,
                "["
                    + item("open")
                        .replace("Deploy web", "a\\u0007" + TOKEN)
                        .replace("/acme/web/pulls/7", "https://x.test/?t=" + TOKEN)
                    + "]"));
    PullRequest found =
        ((Result.Ok<Optional<PullRequest>>) fixture.find(gitea)).value().orElseThrow();
    assertThat(found.title()).isEqualTo("a ***");
    assertThat(found.url()).isEmpty();
  }

  @Test
  void aDescriptionThatWasCutIsNotWrittenBack() {
    String text = "x".repeat(PullRequest.MAX_BODY - 1) + "\\r\\n" + "end";
    script.set(talk -> talk.json(200, item("open").replace("one\\ntwo", text)));
    assertThat(updated("one\ntwo").notes())
        .containsExactly(
            "spec.push.pullRequest: the description of pull request 7 is longer than 60000 characters, so that the operator does not change it. Shorten it");
    assertThat(fixture.server.asked())
        .extracting(ScriptedRegistry.Asked::method)
        .containsOnly("GET");
  }

  @Test
  void aDescriptionThatAPersonChangedMeanwhileStays() {
    script.set(talk -> talk.json(200, item("open").replace("one\\ntwo", "of a person")));
    assertThat(update("of the operator").toString())
        .contains("the forge has a newer description of pull request 7, which stays");
    assertThat(fixture.server.asked())
        .extracting(ScriptedRegistry.Asked::method)
        .containsOnly("GET");
    updated("of a person\n");
    assertThat(fixture.server.asked().getLast().method()).isEqualTo("PATCH");
  }

  private Result<SubmittedPullRequest> update(String seen) {
    PullRequest request = new PullRequest(7, "", PullRequest.State.OPEN, "Old", seen, null, false);
    return fixture.pullRequests.update(gitea, access(), "shop", request, DRAFT, TIMEOUT);
  }

  private SubmittedPullRequest updated(String seen) {
    return ((Result.Ok<SubmittedPullRequest>) update(seen)).value();
  }

  @Test
  void longDescriptionsOfOthersDoNotHideTheOwn() {
    String other = item("open").replace("deploy/web", "other");
    List<String> all =
        IntStream.rangeClosed(1, 25)
            .mapToObj(
                place ->
                    switch (place) {
                      case 12 -> other.replace("one", "x".repeat(5 << 20));
                      case 14 -> item("open");
                      default -> other;
                    })
            .toList();
    script.set(
        talk -> {
          String target = talk.asked().target();
          int size = Integer.parseInt(target.replaceFirst(".*limit=([0-9]+).*", "$1"));
          int page = Integer.parseInt(target.replaceFirst(".*page=([0-9]+).*", "$1"));
          List<String> shown = all.stream().skip((long) (page - 1) * size).limit(size).toList();
          talk.json(200, shown.toString());
        });
    assertThat(fixture.find(gitea).toString()).contains("number=7");
    // 50 at once, then 10, 10, 10 times one, 10 of which the last 5 are not there.
    assertThat(fixture.server.asked()).hasSize(1 + 2 + 10 + 1);
  }

  @Test
  void aLinkWithoutAHostIsBelowTheForge() {
    PullRequest found =
        ((Result.Ok<Optional<PullRequest>>) fixture.find(gitea)).value().orElseThrow();
    assertThat(found.url()).isEqualTo("https://" + fixture.server.host() + "/acme/web/pulls/7");
  }
}
