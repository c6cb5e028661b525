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
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.ChangeSet;
import dev.gitopsbinding.model.PendingPush;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.GitRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A push waits a moment for those that are expected, and then goes out with or without them. */
class GatheredPushesTest {
  private static final BindingId OTHER = new BindingId("shop", "other");

  @AutoClose private final LaneFixture fixture = LaneFixture.reusingTips(Duration.ofHours(1));
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");

  @BeforeEach
  void begin() {
    repository.commit("main", Map.of("f", "a: 1\n", "g", "a: 1\n"), "base");
    read();
  }

  @Test
  void a_push_that_is_expected_goes_out_with_the_first() throws InterruptedException {
    // Given
    fixture.lanes.expectPush(OTHER, deploy.branch());

    // When
    PendingPush first = fixture.submit(deploy, change("f", "a", "1", "2"));
    Thread.sleep(100);
    PendingPush second = fixture.submit(deploy, changeOfOther());

    // Then
    pushed(await(first));
    pushed(await(second));
    assertThat(fixture.connector.count(PUSH)).isOne();
    assertThat(repository.log("main", "%H")).hasSize(3);
  }

  @Test
  void a_sync_that_ends_without_a_push_is_waited_for_no_longer() {
    // Given
    fixture.lanes.expectPush(OTHER, deploy.branch());

    // When
    PendingPush push = fixture.submit(deploy, change("f", "a", "1", "2"));
    fixture.lanes.syncEnds(OTHER);

    // Then
    pushed(await(push));
  }

  @Fault(value = "expected push that never comes", holds = "I6")
  @Test
  void a_push_that_does_not_come_delays_one_batch_by_a_second() {
    // Given
    fixture.lanes.expectPush(OTHER, deploy.branch());

    // When
    Duration first = duration(() -> pushed(fixture.push(deploy, change("f", "a", "1", "2"))));
    Duration second = duration(() -> pushed(fixture.push(deploy, change("f", "a", "2", "3"))));

    // Then
    assertThat(first).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    assertThat(second).isLessThan(Duration.ofSeconds(1));
  }

  @Fault(value = "source of another binding hangs", holds = "I6")
  @Test
  void a_sync_that_hangs_delays_one_batch_by_a_tenth_of_a_second() {
    // Given
    fixture.lanes.syncBegins(OTHER, deploy.branch());

    // When
    Duration took = duration(() -> pushed(fixture.push(deploy, change("f", "a", "1", "2"))));

    // Then
    assertThat(took).isLessThan(Duration.ofSeconds(1));
    assertThat(fixture.connector.count(PUSH)).isOne();
  }

  @Test
  void a_read_that_an_expected_sync_waits_for_is_answered_meanwhile() {
    // Given
    fixture.lanes.expectPush(OTHER, deploy.branch());
    PendingPush push = fixture.submit(deploy, change("f", "a", "1", "2"));

    // When: it cannot be answered from the local copy
    Duration took = duration(this::read);
    PendingPush second = fixture.submit(deploy, changeOfOther());

    // Then
    assertThat(took).isLessThan(Duration.ofSeconds(1));
    pushed(await(push));
    pushed(await(second));
    assertThat(fixture.connector.count(PUSH)).isOne();
  }

  private static ChangeSet changeOfOther() {
    return new ChangeSet(
        OTHER,
        List.of(new ChangeSet.FileEdit(new RepositoryPath("g"), edit("a", "1", "2"))),
        LaneFixture.AUTHOR,
        "chore: update g",
        () -> true);
  }

  private void read() {
    ok(fixture.lanes.read(deploy, new RepositoryPath("f"), Instant.now(), PATIENCE));
  }

  private static Duration duration(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
