package dev.gitopsbinding.forge.lookup;

import static dev.gitopsbinding.forge.lookup.ForgeFixture.WITH_TOKEN;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.access;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.failure;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.gitea;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import dev.gitopsbinding.testing.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rate limits, in all the forms in which forges set them. */
@Timeout(60)
class ForgeLimitsTest {
  private static final Result<CheckState> PASSED = Result.ok(new CheckState.Passed());

  @AutoClose private final ForgeFixture fixture = new ForgeFixture();

  @Fault(value = "forge that limits requests", holds = "I6")
  @ParameterizedTest
  @CsvSource({
    "429,Retry-After,120,",
    "403,Retry-After,120,",
    "503,Retry-After,120,",
    "403,X-RateLimit-Reset,1767323165,X-RateLimit-Remaining",
    "429,x-ratelimit-reset,1767323165,x-ratelimit-remaining",
    "429,RateLimit-Reset,1767323165,RateLimit-Remaining"
  })
  void aForgeThatWantsToBeLeftAloneIs(int code, String name, String value, String remaining) {
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              if (remaining != null) {
                talk.header(remaining, "0");
              }
              talk.header(name, value).status(code);
            });
    Failure first = failure(fixture.look(server));
    server.answers(status("build", "success"));
    fixture.clock.pass(Duration.ofSeconds(119));

    assertThat(failure(fixture.look(server))).isEqualTo(first);
    assertThat(first).isInstanceOf(Failure.Limited.class);
    assertThat(first.message()).contains("answered " + code, "Next attempt at 03:06:0");
    assertThat(server.asked()).hasSize(1);
    assertThat(fixture.results).containsOnly("Gitea limited");
    assertThat(fixture.look(server, "Gitea", access("another")))
        .as("another login")
        .isEqualTo(PASSED);
    fixture.clock.pass(Duration.ofSeconds(1));
    assertThat(fixture.look(server)).isEqualTo(PASSED);
  }

  @ParameterizedTest
  @CsvSource({"403,You have exceeded a secondary rate limit", "429,''"})
  void aLimitWithoutATimeLastsAMinute(int code, String text) {
    ScriptedRegistry server =
        fixture.serve(talk -> talk.json(code, "{\"message\": \"" + text + "\"}"));
    assertThat(failure(fixture.look(server))).isInstanceOf(Failure.Limited.class);
    server.answers(status("build", "success"));
    fixture.clock.pass(Duration.ofSeconds(59));
    assertThat(failure(fixture.look(server))).isInstanceOf(Failure.Limited.class);
    fixture.clock.pass(Duration.ofSeconds(1));
    assertThat(fixture.look(server)).isEqualTo(PASSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "soon", "Thu, 01 Jan 1970 00:00:00 GMT"})
  void aLimitWhoseTimeIsNoneLastsAMinute(String time) {
    ScriptedRegistry server = fixture.serve(talk -> talk.header("Retry-After", time).status(429));
    assertThat(failure(fixture.look(server))).isInstanceOf(Failure.Limited.class);
    fixture.clock.pass(Duration.ofSeconds(59));
    assertThat(failure(fixture.look(server))).isInstanceOf(Failure.Limited.class);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void aForbiddenWithRequestsLeftIsNoLimit() {
    ScriptedRegistry server =
        fixture.serve(
            talk ->
                talk.header("X-RateLimit-Remaining", "17")
                    .header("X-RateLimit-Reset", "1767323165")
                    .json(403, "{\"message\": \"Resource not accessible\"}"));
    assertThat(failure(fixture.look(server))).isInstanceOf(Failure.Secret.class);
  }

  @Test
  void theAnswerThatUsesUpTheLastRequestCountsAndTheNextIsNotSent() {
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              talk.header("X-RateLimit-Remaining", "0").header("X-RateLimit-Reset", "1767323165");
              gitea(talk, "build", "success");
            });
    assertThat(fixture.look(server)).isEqualTo(PASSED);
    assertThat(failure(fixture.look(server)).message())
        .contains("allows no more requests for now. Next attempt at 03:06:0")
        .doesNotContain("200");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void theLastRequestOfGraphQlIsNotTheLastOfOthers() {
    ScriptedRegistry server =
        fixture.serve(
            talk -> {
              talk.header("X-RateLimit-Remaining", "0")
                  .header("X-RateLimit-Reset", "1767323165")
                  .header("X-RateLimit-Resource", "graphql");
              gitea(talk, "build", "success");
            });
    assertThat(fixture.look(server)).isEqualTo(PASSED);
    assertThat(fixture.look(server)).isEqualTo(PASSED);
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void anAnonymousClientIsToldThatATokenHelps() {
    ScriptedRegistry server = fixture.serve(talk -> talk.header("Retry-After", "60").status(429));
    assertThat(failure(fixture.look(server, "Gitea", access(null))).message())
        .contains("A token raises most forges' limits");
    assertThat(failure(fixture.look(server, "Gitea", WITH_TOKEN)).message())
        .doesNotContain("A token raises");
  }
}
