package dev.gitopsbinding.git.lane;

import static dev.gitopsbinding.git.GitListener.Operation.PUSH;
import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.await;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.read.LaneSettings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitParts;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Local copies that no binding refers to any more are deleted at once. */
class LaneReleaseTest {
  private static final RepositoryPath FILE = new RepositoryPath("f");
  private static final BindingId WEB = new BindingId("shop", "web");
  private static final BindingId API = new BindingId("shop", "api");

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final Lanes lanes = fixture.lanes;

  @BeforeEach
  void commit() {
    fixture.repository("deploy").commit("main", "f", "a: 1\n");
    fixture.repository("other").commit("main", "f", "a: 1\n");
  }

  @Test
  void aCopyStaysUntilTheLastWhoNamesItLeaves() {
    // Given
    use(WEB, remote("deploy"));
    use(API, remote("deploy"));
    assertThat(fixture.clones()).hasSize(1);

    // When, then
    lanes.release(WEB);
    assertThat(fixture.clones()).hasSize(1);
    lanes.release(API);
    Awaitility.await().atMost(PATIENCE).until(() -> fixture.clones().isEmpty());
    lanes.evictIdle();
    assertThat(LaneCount.of(lanes)).isZero();

    // When: it is named again
    use(WEB, remote("deploy"));
    assertThat(fixture.clones()).hasSize(1);
  }

  @Fault(value = "bindings that are made, re-pointed and deleted all the time", holds = "I6")
  @Test
  void nothingIsKeptOfChurn() {
    // When
    for (int i = 0; i < 30; i++) {
      BindingId brief = new BindingId("shop", "brief" + i);
      use(brief, remote("ssh://git@example.com/deploy", "key" + i));
      lanes.release(brief);
      use(WEB, remote("ssh://git@example.com/" + (i % 2 == 0 ? "deploy" : "other"), "key"));
    }

    // Then
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              lanes.evictIdle();
              assertThat(fixture.clones()).hasSize(1);
              assertThat(LaneCount.of(lanes)).isOne();
            });
  }

  @Test
  void aCopyInUseLeavesWhenItsWorkIsDone() {
    // Given
    PendingPush[] push = new PendingPush[1];
    use(WEB, remote("deploy"));

    // When
    fixture.whileBlocked(
        PUSH,
        () -> {
          push[0] = fixture.submit(remote("deploy"), change("f", "a", "1", "2"));
          fixture.awaitCount(PUSH, 1);
          lanes.release(WEB);
          assertThat(fixture.clones()).hasSize(1);
        });

    // Then
    pushed(await(push[0]));
    Awaitility.await().atMost(PATIENCE).until(() -> fixture.clones().isEmpty());
    pushed(fixture.push(remote("deploy"), change("f", "a", "2", "3")));
  }

  @Test
  void whatIsGivenUpForOthersIsFetchedAgain() {
    // Given: two namespaces, each with a copy, and room for one and a half
    LaneSettings d = fixture.settings;
    LaneSettings small =
        new LaneSettings(
            d.cacheFolder(),
            new Committers(d.committer()),
            d.fileSizeLimit(),
            d.batchDeadline(),
            d.cacheSizeLimit(),
            d.idleTime(),
            d.clock(),
            d.steady(),
            d.recentTip(),
            d.gathering(),
            d.jitter(),
            400 << 10);
    try (Lanes tight = GitParts.lanes(fixture.connector, small, GitParts.NO_LISTENER)) {
      for (int round = 0; round < 3; round++) {
        for (String key : List.of("first", "second", "third", "fourth", "fifth", "sixth")) {
          Remote remote = remote("ssh://git@example.com/deploy", key);
          Remote tenants = new Remote(remote.branch(), remote.credential(), key);
          // When
          ok(tight.read(tenants, FILE, Instant.now(), PATIENCE));
          // Then
          assertThat(fixture.clones()).hasSizeBetween(1, 5);
        }
      }
    }
    assertThat(fixture.clones()).isEmpty();
  }

  private void use(BindingId binding, Remote remote) {
    lanes.name(binding, remote);
    ok(lanes.read(remote, FILE, Instant.now(), PATIENCE));
  }
}
