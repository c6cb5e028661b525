package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.FETCH;
import static dev.gitopsbinding.git.GitListener.Operation.LS_REFS;
import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.await;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.edit;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Pushes that wait for their lane: they go out together, and may be taken back until then. */
class WaitingPushesTest {
  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");

  @Test
  void landsAllThatWaitInOneFetchAndOnePush() {
    // Given
    Map<String, String> files = new TreeMap<>();
    IntStream.range(0, 50).forEach(i -> files.put("apps/" + i + ".yaml", "tag: one\n"));
    repository.commit("main", files, "base");
    // When
    List<PushResult> results =
        fixture.together(
            deploy, files.keySet().stream().map(f -> change(f, "tag", "one", "two")).toList());
    // Then
    assertThat(results).allSatisfy(result -> pushed(result));
    assertThat(results.stream().map(result -> pushed(result).commit()).distinct()).hasSize(50);
    assertThat(results.stream().map(result -> pushed(result).tip().hex()).distinct())
        .containsExactly(repository.tip("main"));
    assertThat(repository.log("main", "%H")).hasSize(51);
    assertThat(files.keySet())
        .allSatisfy(file -> assertThat(repository.text("main", file)).isEqualTo("tag: two\n"));
    assertThat(fixture.connector.count(LS_REFS)).isOne();
    assertThat(fixture.connector.count(FETCH)).isOne();
    assertThat(fixture.connector.count(PUSH)).isOne();
    assertThat(fixture.counts.commits).hasValue(50);
  }

  @Test
  void landsWhatIsSentByAnySpellingOfTheUrl() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\nb: 1\n"), "base");
    // When
    PendingPush[] pushes = new PendingPush[2];
    fixture.whileBlocked(
        LS_REFS,
        () -> {
          pushes[0] =
              fixture.submit(
                  remote("git@EXAMPLE.com:deploy.git", "key"), change("f", "a", "1", "2"));
          pushes[1] =
              fixture.submit(
                  remote("ssh://git@example.com:22/deploy", "key"), change("f", "b", "1", "2"));
        });
    // Then
    pushed(await(pushes[0]));
    pushed(await(pushes[1]));
    assertThat(repository.text("main", "f")).isEqualTo("a: 2\nb: 2\n");
    assertThat(repository.log("main", "%H")).hasSize(3);
  }

  @Test
  void stacksEditsOfOneFile() {
    // Given
    repository.commit("main", "f", "a: 1\nb: 1\n");
    // When
    List<PushResult> results =
        fixture.together(
            deploy,
            List.of(
                change("f", "a", "1", "2"),
                change("f", "b", "1", "2"),
                change("f", "a", "1", "2"),
                change("f", "b", "1", "3")));
    // Then
    String tip = repository.tip("main");
    assertThat(pushed(results.get(0)).commit().hex()).isEqualTo(repository.tip("main~1"));
    assertThat(pushed(results.get(1)).commit().hex()).isEqualTo(tip);
    assertThat(results.get(2)).isInstanceOf(PushResult.AlreadyApplied.class);
    assertThat(results.get(3)).isInstanceOf(PushResult.Superseded.class);
    assertThat(repository.text("main", "f")).isEqualTo("a: 2\nb: 2\n");
    assertThat(repository.log("main", "%H")).hasSize(3);
  }

  @Fault(value = "edit that throws", holds = "I6")
  @Test
  void keepsAFaultyEditFromTheOthers() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n"), "base");
    Failure.File refusal = new Failure.File(Reason.FILE_NOT_YAML, "no YAML");
    // When
    List<PushResult> results =
        fixture.together(
            deploy,
            List.of(
                change(
                    AUTHOR,
                    "f",
                    _ -> {
                      throw new IllegalStateException("broken");
                    }),
                change(AUTHOR, "f", _ -> new EditResult.Refused(refusal)),
                change("missing/file", "a", "1", "2"),
                change("g", "a", "1", "2")));
    // Then
    assertThat(failure(results.get(0)).reason()).isEqualTo(Reason.INTERNAL_ERROR);
    assertThat(failure(results.get(0)).message()).contains("shop/web").doesNotContain("broken");
    assertThat(failure(results.get(1))).isEqualTo(refusal);
    assertThat(failure(results.get(2)).reason()).isEqualTo(Reason.FILE_NOT_FOUND);
    pushed(results.get(3));
    assertThat(repository.log("main", "%H")).hasSize(2);
  }

  @Fault(value = "binding deleted or changed while queued", holds = "I3")
  @Test
  void dropsWhatIsNotWantedAnyMore() {
    // Given
    String tip = repository.commit("main", "f", "a: 1\n");
    AtomicBoolean wanted = new AtomicBoolean(true);
    // When
    PendingPush[] push = new PendingPush[1];
    fixture.whileBlocked(
        LS_REFS,
        () -> {
          push[0] = fixture.submit(deploy, change(AUTHOR, "f", edit("a", "1", "2"), wanted::get));
          wanted.set(false);
        });
    // Then
    assertThat(await(push[0])).isEqualTo(new PushResult.Withdrawn());
    assertThat(repository.tip("main")).isEqualTo(tip);
  }

  @Test
  void withdrawsWhatIsQueuedOnly() {
    // Given
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n"), "base");
    // When
    PendingPush[] pushes = new PendingPush[2];
    fixture.whileBlocked(
        PUSH,
        () -> {
          pushes[0] = fixture.submit(deploy, change("f", "a", "1", "2"));
          fixture.awaitCount(PUSH, 1);
          pushes[1] = fixture.submit(deploy, change("g", "a", "1", "2"));
          // Then
          assertThat(pushes[0].withdraw()).isFalse();
          assertThat(pushes[1].withdraw()).isTrue();
          assertThat(await(pushes[1])).isEqualTo(new PushResult.Withdrawn());
        });
    pushed(await(pushes[0]));
    assertThat(pushes[0].withdraw()).isFalse();
    assertThat(repository.text("main", "g")).isEqualTo("a: 1\n");
  }
}
