package dev.gitopsbinding.git.lane.read;

import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A copy leaves when it is idle or too large; the next read begins another. */
class BranchCopyLimitsTest {
  private static final RepositoryPath FILE = new RepositoryPath("f");

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");
  private final Remote deploy = remote("deploy");

  @Test
  void forgetsWhatIsIdle() {
    // Given
    repository.commit("main", "f", "a: 1\n");
    LaneSettings defaults = fixture.settings;
    LaneSettings brief =
        new LaneSettings(
            defaults.cacheFolder(),
            new Committers(defaults.committer()),
            defaults.fileSizeLimit(),
            defaults.batchDeadline(),
            defaults.cacheSizeLimit(),
            Duration.ofNanos(2),
            defaults.clock(),
            defaults.steady(),
            defaults.recentTip(),
            defaults.gathering(),
            defaults.jitter(),
            defaults.maxCacheBytes());
    try (Lanes lanes = GitParts.lanes(fixture.connector, brief, GitParts.NO_LISTENER)) {
      ok(lanes.read(deploy, FILE, Instant.now(), PATIENCE));
      assertThat(fixture.clones()).hasSize(1);
      // When
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                lanes.evictIdle();
                return fixture.clones().isEmpty();
              });
      // Then
      ok(lanes.read(deploy, FILE, Instant.now(), PATIENCE));
    }
    assertThat(fixture.clones()).isEmpty();
  }

  @Test
  void isReplacedWhenItGrewTooLarge() {
    // Given
    repository.commit("main", "f", "a: 3\n");
    LaneSettings d = fixture.settings;
    LaneSettings tiny =
        new LaneSettings(
            d.cacheFolder(),
            new Committers(d.committer()),
            d.fileSizeLimit(),
            d.batchDeadline(),
            1,
            d.idleTime(),
            d.clock(),
            d.steady(),
            d.recentTip(),
            d.gathering(),
            d.jitter(),
            d.maxCacheBytes());
    try (Lanes lanes = GitParts.lanes(fixture.connector, tiny, GitParts.NO_LISTENER)) {
      ok(lanes.read(deploy, FILE, Instant.now(), PATIENCE));
      List<Path> first = fixture.clones();
      repository.commit("main", "f", "a: 4\n");
      // When
      ok(lanes.read(deploy, FILE, Instant.now(), PATIENCE));
      // Then
      assertThat(fixture.clones()).hasSize(1).doesNotContainAnyElementsOf(first);
    }
  }
}
