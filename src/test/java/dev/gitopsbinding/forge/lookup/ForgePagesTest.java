package dev.gitopsbinding.forge.lookup;

import static dev.gitopsbinding.forge.lookup.ForgeFixture.PASSED;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.RUNNING;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.access;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.assertUnavailable;
import static dev.gitopsbinding.forge.lookup.ForgeFixture.gitea;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.registry.lookup.ScriptedRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How lists of several pages are read, and pages that have not changed. */
@Timeout(60)
class ForgePagesTest {
  @AutoClose private final ForgeFixture fixture = new ForgeFixture();

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

  @Test
  void aNotModifiedThatWasNotAskedForIsNoAnswer() {
    ScriptedRegistry server = fixture.serve(talk -> talk.status(304));
    assertUnavailable(fixture.look(server), "HTTP status 304");
  }

  private static String list(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> "{\"id\": 1, \"context\": \"c%d\", \"status\": \"success\"}".formatted(i))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
