package dev.gitopsbinding.forge.lookup;

import static dev.gitopsbinding.forge.lookup.ForgeFixture.PASSED;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.RUNNING;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.WITH_TOKEN;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.gitea;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long an answer of a forge is used, and by whom. */
@Timeout(60)
class ForgeMemoryTest {
  @AutoClose private final ForgeFixture fixture = new ForgeFixture();

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

  @Test
  void aRequestedSyncIsNotServedFromMemory() {
    ScriptedRegistry server = fixture.serve(status("build", "success"));
    assertThat(ask(server, "shop", true)).isEqualTo(PASSED);
    fixture.clock.pass(Duration.ofMillis(1));
    server.answers(status("build", "failure"));
    assertThat(fixture.look(server).toString()).contains("Failed");
  }

  private String ask(ScriptedRegistry server, Instant notBefore) {
    return fixture.look(server, "Gitea", WITH_TOKEN, "shop", notBefore, true).toString();
  }

  private Result<CheckState> ask(
      ScriptedRegistry server, String tenant, boolean now, String... names) {
    return fixture.look(server, "Gitea", WITH_TOKEN, tenant, Instant.MIN, now, names);
  }
}
