package dev.gitopsbinding.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.plan.rollback.RollbackMessage;
import dev.gitopsbinding.plan.rule.Rules;
import dev.gitopsbinding.testing.MessageAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file under {@code golden/plans} is one observation and the step it must lead to. */
class PlanFixtureTest {
  private static final Path FIXTURES = Path.of("src/test/resources/golden/plans");

  static Stream<Path> fixtures() throws IOException {
    try (var files = Files.list(FIXTURES)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void plansAsTheFixtureSays(Path file) throws IOException {
    // Given
    assertThat(file.toString()).as("an unused fixture").endsWith(".yaml");
    PlanFixture fixture = PlanFixture.read(file);

    // When
    Step step = new Planner(Rules.IN_ORDER).plan(fixture.observation());

    // Then
    verify(step, fixture.expect());
  }

  private static void verify(Step step, PlanFixture.Expected expect) {
    switch (step) {
      case Ask(var question) -> assertThat(question.name()).isEqualTo(expect.ask());
      case Action action -> assertThat(shown(action)).isEqualTo(expect.action());
      case Plan.Keep(var tag) -> assertThat(tag).isEqualTo(expect.keep());
      case Plan.Stop(var reason, var message) -> {
        assertThat(reason).isEqualTo(expect.stop());
        MessageAssert.assertFieldFirst(message);
        assertThat(expect.says()).allSatisfy(fragment -> assertThat(message).contains(fragment));
      }
      case Plan.Wait(var _, var subject, var message) -> {
        assertThat(subject).isEqualTo(expect.await());
        MessageAssert.assertFieldFirst(message);
        assertThat(expect.says())
            .isNotEmpty()
            .allSatisfy(fragment -> assertThat(message).contains(fragment));
        assertThat(message).as("a safety is never to be switched off").doesNotContain("Skip");
      }
      case Plan.Push(var version, var expected, var message, var _, var rollback) -> {
        assertThat(version.tag()).isEqualTo(expect.push());
        assertThat(version.digest()).isEqualTo(expect.digest());
        assertThat(commitOf(version)).isEqualTo(expect.commitOf(version.tag()));
        assertThat(expected).isEqualTo(expect.expected());
        assertThat(message).isEqualTo(expect.message());
        assertThat(rollback).isEqualTo(message.contains(RollbackMessage.TRAILER));
      }
      case Plan.Preview(Plan.Push(var version, var expected, var message, var _, var rollback)) -> {
        assertThat(version.tag()).isEqualTo(expect.preview());
        assertThat(version.digest()).isEqualTo(expect.digest());
        assertThat(commitOf(version)).isEqualTo(expect.commitOf(version.tag()));
        assertThat(expected).isEqualTo(expect.expected());
        assertThat(message).isEqualTo(expect.message());
        assertThat(rollback).isEqualTo(message.contains(RollbackMessage.TRAILER));
      }
    }
  }

  private static String commitOf(ImageVersion version) {
    return version.commit() == null ? "unknown" : version.commit().hex();
  }

  private static String shown(Action action) {
    return switch (action) {
      case Action.ReadAgain() -> "read again";
      case Action.NoteLanded(var version, var by, var replaced, var rollback) ->
          "note %s of %s by %s in place of %s%s"
              .formatted(
                  version.tag(),
                  version.commit() == null ? "unknown" : version.commit().abbreviated(),
                  by.abbreviated(),
                  replaced,
                  rollback ? ", a rollback" : "");
      case Action.DeleteBranch(var tip) -> "delete " + tip.hex();
      case Action.Propose(
              var version,
              var replaced,
              var contents,
              var rollback,
              var newest,
              var _) ->
          "propose %s in place of %s%s%s%s"
              .formatted(
                  version.tag(),
                  replaced,
                  contents == null ? "" : " with commits",
                  rollback ? ", a rollback" : "",
                  newest == null ? "" : ", after %d".formatted(newest.number()));
    };
  }
}
