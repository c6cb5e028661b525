package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.await;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.edit;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.GatheringLimits;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A push waits a moment for those that are expected, and then goes out with or without them. */
class GatheredPushesTest {
  /** The binding of the fixture's change sets. */
  private static final BindingId WEB = new BindingId("shop", "web");

  private static final BindingId OTHER = new BindingId("shop", "other");
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(500);

  private final Remote deploy = remote("deploy");
  private GitRepository repository;

  @Test
  void aPushThatIsExpectedGoesOutWithTheFirst() throws InterruptedException {
    try (LaneFixture fixture = fixture(LONG, LONG)) {
      // Given
      fixture.lanes.expectPush(OTHER);

      // When
      PendingPush first = fixture.submit(deploy, change("f", "a", "1", "2"));
      Thread.sleep(100);
      PendingPush second = fixture.submit(deploy, changeOfOther());

      // Then
      assertThat(duration(() -> pushed(await(first)))).isLessThan(LONG.dividedBy(2));
      pushed(await(second));
      assertThat(fixture.connector.count(PUSH)).isOne();
      assertThat(repository.log("main", "%H")).hasSize(3);
    }
  }

  @Test
  void aSyncThatEndsWithoutAPushIsWaitedForNoLonger() {
    try (LaneFixture fixture = fixture(LONG, LONG)) {
      // Given
      fixture.lanes.expectPush(OTHER);

      // When
      PendingPush push = fixture.submit(deploy, change("f", "a", "1", "2"));
      fixture.lanes.syncEnds(OTHER);

      // Then
      assertThat(duration(() -> pushed(await(push)))).isLessThan(LONG.dividedBy(2));
    }
  }

  @Test
  void aPushNeverWaitsForItsOwnBinding() {
    try (LaneFixture fixture = fixture(LONG, LONG)) {
      // Given
      fixture.lanes.name(WEB, deploy);
      fixture.lanes.expectPush(OTHER);
      PendingPush push = fixture.submit(deploy, change("f", "a", "1", "2"));

      // When: another reader of the source finds the new commit
      fixture.lanes.expectPush(WEB);
      fixture.lanes.syncEnds(OTHER);

      // Then
      assertThat(duration(() -> pushed(await(push)))).isLessThan(LONG.dividedBy(2));
    }
  }

  @Fault(value = "expected push that never comes", holds = "I6")
  @Test
  void aPushThatDoesNotComeDelaysOneBatch() {
    try (LaneFixture fixture = fixture(SHORT, LONG)) {
      // Given
      fixture.lanes.expectPush(OTHER);

      // When
      Duration took = duration(() -> pushed(fixture.push(deploy, change("f", "a", "1", "2"))));

      // Then
      assertThat(took).isBetween(SHORT, LONG.dividedBy(2));
    }
  }

  @Fault(value = "source of another binding hangs", holds = "I6")
  @Test
  void aSyncThatHangsDelaysOneBatchByLess() {
    try (LaneFixture fixture = fixture(LONG, SHORT)) {
      // Given
      fixture.lanes.syncBegins(OTHER);

      // When
      Duration took = duration(() -> pushed(fixture.push(deploy, change("f", "a", "1", "2"))));

      // Then
      assertThat(took).isBetween(SHORT, LONG.dividedBy(2));
      assertThat(fixture.connector.count(PUSH)).isOne();
    }
  }

  @Fault(value = "binding with another credential names the branch", holds = "I6")
  @Test
  void aBindingWithAnotherCredentialDelaysNobody() {
    try (LaneFixture fixture = fixture(LONG, LONG)) {
      // Given
      fixture.lanes.name(OTHER, remote("ssh://git@example.com/deploy", "another key"));

      // When
      fixture.lanes.expectPush(OTHER);
      Duration took = duration(() -> pushed(fixture.push(deploy, change("f", "a", "1", "2"))));

      // Then
      assertThat(took).isLessThan(LONG.dividedBy(2));
    }
  }

  @Test
  void aReadThatAnExpectedSyncWaitsForIsAnsweredMeanwhile() {
    try (LaneFixture fixture = fixture(LONG, LONG)) {
      // Given
      fixture.lanes.expectPush(OTHER);
      PendingPush push = fixture.submit(deploy, change("f", "a", "1", "2"));

      // When: it cannot be answered from the local copy
      Duration took = duration(() -> read(fixture));
      PendingPush second = fixture.submit(deploy, changeOfOther());

      // Then
      assertThat(took).isLessThan(LONG.dividedBy(2));
      pushed(await(push));
      pushed(await(second));
      assertThat(fixture.connector.count(PUSH)).isOne();
    }
  }

  @Test
  void theEndOfTheProcessDoesNotWait() {
    LaneFixture fixture = fixture(LONG, LONG);
    fixture.lanes.expectPush(OTHER);
    PendingPush push = fixture.submit(deploy, change("f", "a", "1", "2"));

    Duration took = duration(fixture::close);

    assertThat(took).isLessThan(Duration.ofSeconds(8));
    assertThat(await(push)).isInstanceOf(PushResult.Withdrawn.class);
  }

  private LaneFixture fixture(Duration likely, Duration possible) {
    LaneFixture fixture =
        LaneFixture.reusingTips(Duration.ofHours(1), new GatheringLimits(likely, possible));
    repository = fixture.repository("deploy");
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n"), "base");
    fixture.lanes.name(OTHER, deploy);
    read(fixture);
    return fixture;
  }

  private static ChangeSet changeOfOther() {
    return new ChangeSet(
        OTHER,
        List.of(new ChangeSet.FileEdit(new RepositoryPath("g"), edit("a", "1", "2"))),
        LaneFixture.AUTHOR,
        "chore: update g",
        () -> true,
        null);
  }

  private void read(LaneFixture fixture) {
    ok(fixture.lanes.read(deploy, new RepositoryPath("f"), Instant.now(), PATIENCE));
  }

  private static Duration duration(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
