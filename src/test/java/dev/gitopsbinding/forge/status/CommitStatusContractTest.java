package dev.gitopsbinding.forge.status;

import static dev.gitopsbinding.forge.ContractFile.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.CommitStatus;
import dev.gitopsbinding.forge.CommitStatus.State;
import dev.gitopsbinding.forge.ContractFile;
import dev.gitopsbinding.forge.ContractFile.Exchange;
import dev.gitopsbinding.forge.client.ForgeAccess;
import dev.gitopsbinding.forge.client.ForgeRepository;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.MessageAssert;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file under {@code commitstatus} holds the request that sets a status, with an answer that
 * the forge documents, its source and the day when it was read, and what is to come of it.
 */
@Timeout(60)
class CommitStatusContractTest {
  private static final Path FOLDER = Path.of("src/test/resources/commitstatus");
  private static final String TOKEN = "s3cret-token";
  private static final CommitSha COMMIT = new CommitSha("1".repeat(40));

  static Stream<Path> contracts() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void isSetAsTheFileSays(Path file) throws Exception {
    // Given
    String text = Files.readString(file);
    assertThat(header(text, "source")).startsWith("https://");
    assertThat(header(text, "read")).isNotEmpty();
    List<Exchange> exchanges = ContractFile.exchanges(text);
    AtomicInteger next = new AtomicInteger();

    // When
    try (var fixture =
        new StatusFixture(talk -> exchanges.get(next.getAndIncrement()).answer(talk))) {
      Result<StatusAnswer> result = set(fixture, text, Duration.ofSeconds(20));

      // Then
      assertThat(fixture.server.asked())
          .extracting(asked -> asked.method() + " " + asked.target() + " " + asked.body())
          .containsExactlyElementsOf(exchanges.stream().map(Exchange::request).toList());
      String shown = shown(result);
      assertThat(shown).startsWith(header(text, "result").replace("HOST", fixture.server.host()));
      assertThat(shown).doesNotContain(TOKEN);
      MessageAssert.assertOneLine(shown);
      MessageAssert.assertFieldFirst(shown.replaceFirst("^[a-z]+ ", ""));
      assertThat(fixture.calls)
          .containsExactly("report " + header(text, "forge") + " " + header(text, "call"));
    }
  }

  @Fault(value = "a forge that does not answer", holds = "I6")
  @Test
  void aForgeThatHangsIsLeftInTime() {
    try (var fixture = new StatusFixture(talk -> talk.hang())) {
      Result<StatusAnswer> result = set(fixture, "# forge: GitHub\n", Duration.ofSeconds(1));

      assertThat(shown(result))
          .isEqualTo(
              "remote spec.source.commitStatus: Forge %s did not answer in time. Check the forge's health."
                  .formatted(fixture.server.host()));
    }
  }

  private static Result<StatusAnswer> set(StatusFixture fixture, String text, Duration timeout) {
    String forge = header(text, "forge");
    String api =
        switch (forge) {
          case "GitHub" -> "/api/v3";
          case "GitLab" -> "/api/v4";
          default -> "/api/v1";
        };
    ForgeRepository repository =
        ((Result.Ok<ForgeRepository>)
                fixture.statuses.locate(
                    forge,
                    URI.create("https://" + fixture.server.host() + api),
                    RepositoryUrl.parse("ssh://git@git.example.com/acme/web.git")))
            .value();
    String state = header(text, "state");
    CommitStatus status =
        new CommitStatus(
            COMMIT,
            state.isEmpty() ? State.PENDING : State.valueOf(state),
            "gitopsbinding/production",
            "Tag 1111111 is in the manifest",
            state.equals("SUPERSEDED")
                ? null
                : URI.create("https://git.example.com/acme/deploy/commit/2"),
            "main");
    return fixture.statuses.set(
        repository, new ForgeAccess(TOKEN, StatusFixture.authorityPem()), "shop", status, timeout);
  }

  private static String shown(Result<StatusAnswer> result) {
    return switch (result) {
      case Result.Ok<StatusAnswer>(StatusAnswer.Set()) -> "set";
      case Result.Ok<StatusAnswer>(StatusAnswer.Refused(String problem)) -> "refused " + problem;
      case Result.Failed<StatusAnswer>(var failure) ->
          switch (failure) {
                case Failure.Secret _ -> "secret ";
                case Failure.Limited _ -> "limited ";
                default -> "remote ";
              }
              + failure.message();
    };
  }
}
