package dev.gitopsbinding.forge.pullrequest;

import static dev.gitopsbinding.forge.ContractFile.header;
import static dev.gitopsbinding.forge.ContractFile.headers;
import static dev.gitopsbinding.forge.pullrequest.PullRequestFixture.BASE;
import static dev.gitopsbinding.forge.pullrequest.PullRequestFixture.HEAD;
import static dev.gitopsbinding.forge.pullrequest.PullRequestFixture.TIMEOUT;
import static dev.gitopsbinding.forge.pullrequest.PullRequestFixture.access;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.ContractFile;
import dev.gitopsbinding.forge.ContractFile.Exchange;
import dev.gitopsbinding.forge.client.ForgeRepository;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.model.pullrequest.SubmittedPullRequest;
import dev.gitopsbinding.testing.MessageAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file under {@code pullrequest} holds the requests that are to be sent to a forge, with the
 * answers that it documents, their source and the day when it was read, and what is to come of it.
 * A stand-in serves the answers; requests are compared exactly, in their order.
 */
@Timeout(60)
class PullRequestContractTest {
  private static final Path FOLDER = Path.of("src/test/resources/pullrequest");

  static Stream<Path> contracts() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void isTalkedAboutAsTheFileSays(Path file) throws Exception {
    // Given
    String text = Files.readString(file);
    assertThat(header(text, "source")).startsWith("https://");
    assertThat(header(text, "read")).isNotEmpty();
    List<Exchange> exchanges = ContractFile.exchanges(text);
    AtomicInteger next = new AtomicInteger();

    // When
    try (var fixture =
        new PullRequestFixture(
            talk -> {
              int number = next.getAndIncrement();
              if (number < exchanges.size()) {
                exchanges.get(number).answer(talk);
              } else {
                talk.status(500);
              }
            })) {
      String result = run(fixture, text);

      // Then
      assertThat(fixture.server.asked())
          .extracting(asked -> (asked.method() + " " + asked.target() + " " + asked.body()).strip())
          .containsExactlyElementsOf(exchanges.stream().map(Exchange::request).toList());
      String expected = header(text, "result").replace("HOST", fixture.server.host());
      if (expected.startsWith("failed")) {
        assertThat(result).startsWith(expected);
        MessageAssert.assertOneLine(result);
      } else {
        assertThat(result.lines().findFirst()).contains(expected);
      }
      List<String> notes = result.lines().skip(1).toList();
      List<String> wanted = headers(text, "note");
      assertThat(notes).hasSameSizeAs(wanted);
      for (int i = 0; i < wanted.size(); i++) {
        assertThat(notes.get(i)).startsWith(wanted.get(i));
      }
    }
  }

  private static String run(PullRequestFixture fixture, String text) {
    String forge = header(text, "forge");
    String api = header(text, "api");
    ForgeRepository repository =
        fixture.repository(
            forge,
            !api.isEmpty()
                ? api
                : switch (forge) {
                  case "GitHub" -> "/api/v3";
                  case "GitLab" -> "/api/v4";
                  default -> "/api/v1";
                });
    PullRequests pullRequests = fixture.pullRequests;
    return switch (header(text, "do")) {
      case "find" ->
          switch (fixture.find(repository)) {
            case Result.Ok<Optional<PullRequest>>(var found) ->
                found.map(PullRequestContractTest::shown).orElse("none");
            case Result.Failed<Optional<PullRequest>>(var failure) -> "failed " + failure.message();
          };
      case "open" -> shown(pullRequests.open(repository, access(), "shop", draft(text), TIMEOUT));
      default -> {
        // Its description is that of the first answer: nobody has changed it meanwhile.
        String body =
            ContractFile.exchanges(text)
                .getFirst()
                .body()
                .replaceFirst("(?s).*\"(?:body|description)\": \"(.*?)\".*", "$1")
                .translateEscapes()
                .replace("\r\n", "\n");
        PullRequest seen = new PullRequest(7, "", PullRequest.State.OPEN, "", body, null, false);
        yield shown(pullRequests.update(repository, access(), "shop", seen, draft(text), TIMEOUT));
      }
    };
  }

  private static String shown(Result<SubmittedPullRequest> result) {
    return switch (result) {
      case Result.Ok<SubmittedPullRequest>(var submitted) ->
          Stream.concat(Stream.of(shown(submitted.request())), submitted.notes().stream())
              .reduce((one, other) -> one + "\n" + other)
              .orElseThrow();
      case Result.Failed<SubmittedPullRequest>(var failure) -> "failed " + failure.message();
    };
  }

  private static String shown(PullRequest request) {
    assertThat(request.title()).isIn("Deploy web", "Old");
    return "%s %d %s %s%s"
        .formatted(
            request.state(),
            request.number(),
            request.url(),
            request.head(),
            request.conflicted() ? " conflicted" : "");
  }

  private static PullRequestDraft draft(String text) {
    String options = header(text, "draft");
    return new PullRequestDraft(
        HEAD,
        BASE,
        "Deploy web",
        "one\ntwo",
        list(options, "labels"),
        list(options, "reviewers"),
        (" " + options + " ").contains(" draft "),
        options.contains("autoMerge"));
  }

  private static List<String> list(String options, String name) {
    String value = options.replaceFirst(".*\\b" + name + "=(.*?)( [a-zA-Z]+=.*|$)", "$1");
    return options.contains(name + "=") ? List.of(value.split(";")) : List.of();
  }
}
