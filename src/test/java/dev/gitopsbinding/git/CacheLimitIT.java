package dev.gitopsbinding.git;

import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.runtime.GitRuntime;
import dev.gitopsbinding.git.store.read.FileAtTip;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.GitSettingsBuilder;
import dev.gitopsbinding.testing.git.SshGitServer;
import dev.gitopsbinding.testing.git.SshKeyFile;
import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The disk usage of local copies, with a real git server and incompressible files. */
class CacheLimitIT {
  /** What files, the cap and bounds are counted in: whole MiB would take twice as long. */
  private static final long HALF_MIB = 1L << 19;

  private static final long CAP = 24 * HALF_MIB;
  private static final long LOOK_NANOS = 20_000_000;
  private static final RepositoryPath FILE = new RepositoryPath("f");

  private final TemporaryFolder folder = TemporaryFolder.create("cache-limit");
  private final Path caches = folder.path().resolve("caches");
  private final SshGitServer ssh = SshGitServer.start();
  private final FetchCounter fetches = new FetchCounter();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicLong most = new AtomicLong();
  private final Thread meter = Thread.ofPlatform().unstarted(this::measure);
  private final GitRuntime git =
      GitParts.start(
          GitSettingsBuilder.in(caches).allowLoopback(true).maxCacheBytes(CAP).build(), fetches);

  CacheLimitIT() throws IOException {
    meter.start();
  }

  @AfterEach
  void stop() {
    ended.set(true);
    git.close();
    ssh.close();
    folder.close();
  }

  @Fault(
      value = "more local copies than the disk may hold",
      holds = {"I2", "I6"})
  @Test
  void theFolderStaysBelowTheCapWithACopyForEachKey() throws InterruptedException {
    // Given
    repository("deploy.git", 3);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      keys.add(
          ssh.authorizedKey(SshKeyFile.Kind.ED25519, SshKeyFile.Form.OPENSSH, "").privateKey());
    }

    // When: each team has a namespace and a key, one after the other and all at once
    for (int i = 0; i < keys.size(); i++) {
      ok(read(remote("deploy.git", keys.get(i), "team" + i)));
    }
    List<CompletableFuture<Optional<Failure>>> reads = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Remote remote = remote("deploy.git", keys.get(i), "team" + i);
      reads.add(CompletableFuture.supplyAsync(() -> outcome(remote), Thread::startVirtualThread));
    }

    // Then: a read that finds all room in use fails with that reason, and succeeds later
    assertThat(reads.stream().flatMap(read -> read.join().stream()))
        .allSatisfy(failure -> assertThat(failure.reason()).isEqualTo(Reason.CACHE_FULL));
    for (int i = 0; i < keys.size(); i++) {
      ok(read(remote("deploy.git", keys.get(i), "team" + i)));
    }
    ended.set(true);
    meter.join();
    assertThat(most.get()).isBetween(CAP / 2, CAP);
  }

  @Fault(
      value = "one namespace with more large repositories than fit",
      holds = {"I2", "I6"})
  @Test
  void aVictimsCopySurvivesAGreedyTenant() throws InterruptedException {
    // Given
    repository("victim.git", 2);
    Remote victim = remote("victim.git", ssh.privateKey(), "victim");
    ok(read(victim));
    int before = fetches.count.get();

    // When
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 6; i++) {
        String name = "greedy" + i + ".git";
        if (round == 0) {
          repository(name, 4);
        }
        ok(read(remote(name, ssh.privateKey(), "greedy")));
      }
    }

    // Then
    assertThat(fetches.count.get()).isGreaterThan(before + 6);
    int now = fetches.count.get();
    ok(read(victim));
    assertThat(fetches.count).hasValue(now);
    ended.set(true);
    meter.join();
    assertThat(most.get()).isLessThanOrEqualTo(CAP);
  }

  @Fault(value = "repository that does not fit on the disk", holds = "I6")
  @Test
  void whatDoesNotFitFailsByTheNameOfTheSettingAndFreesItsBytes() throws InterruptedException {
    // Given
    repository("small.git", 1);
    repository("large.git", 20);
    ok(read(remote("small.git", ssh.privateKey(), "shop")));

    // When
    Failure failure = failure(read(remote("large.git", ssh.privateKey(), "shop")));

    // Then
    assertThat(failure.reason()).isEqualTo(Reason.CACHE_FULL);
    assertThat(failure.message())
        .contains("large.git", "GITOPSBINDING_MAX_CACHE_BYTES")
        .doesNotContain("shop");
    assertThat(size()).isLessThan(2 * HALF_MIB);
    ended.set(true);
    meter.join();
    assertThat(most.get()).isBetween(5 * HALF_MIB, CAP / 2 + HALF_MIB);
  }

  private Optional<Failure> outcome(Remote remote) {
    return switch (read(remote)) {
      case Result.Ok<FileAtTip> _ -> Optional.empty();
      case Result.Failed<FileAtTip>(Failure failure) -> Optional.of(failure);
    };
  }

  private Result<FileAtTip> read(Remote remote) {
    return git.lanes().read(remote, FILE, Instant.now(), PATIENCE);
  }

  private void repository(String name, int halfMebibytes) {
    byte[] noise = new byte[Math.toIntExact(halfMebibytes * HALF_MIB)];
    new Random(name.hashCode()).nextBytes(noise);
    GitRepository repository = ssh.createRepository(name);
    repository.commitBytes("main", Map.of("noise", noise, "f", new byte[] {'a'}), "large");
  }

  private Remote remote(String name, String key, String tenant) {
    return new Remote(
        new RemoteBranch(RepositoryUrl.parse(ssh.url(name)), "main"),
        new Credential.SshKey(key, null, ssh.knownHosts()),
        tenant);
  }

  /**
   * Looks again and again what the folder takes on disk, as a kubelet does. A look during which a
   * file vanished does not count: du(1) walks the folder, so it would add a copy that left to the
   * copy that came in its place.
   */
  private void measure() {
    while (!ended.get()) {
      Set<Path> before = files();
      long size = size();
      if (files().containsAll(before)) {
        most.accumulateAndGet(size, Math::max);
      }
      // Or the looks take all of the processors.
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private Set<Path> files() {
    Set<Path> files = new HashSet<>();
    try {
      if (Files.exists(caches)) {
        Files.walkFileTree(caches, new FileCollector(files));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The size of the folder according to du(1), in bytes. */
  private long size() {
    String said =
        Command.in(folder.path())
            .attempt(new byte[0], "sh", "-c", "du -s --block-size=1 caches 2>/dev/null || true")
            .text();
    return said.isBlank() ? 0 : Long.parseLong(said.replaceFirst("\\s.*", ""));
  }

  /** Collects files and folders, and skips those that are deleted during the walk. */
  private static final class FileCollector extends SimpleFileVisitor<Path> {
    private final Set<Path> files;

    private FileCollector(Set<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files.add(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
      files.add(folder);
      return FileVisitResult.CONTINUE;
    }
  }

  private static final class FetchCounter implements GitListener {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void operationEnded(
        Operation operation, String host, @Nullable Reason failure, Duration took) {
      if (operation == Operation.FETCH) {
        count.incrementAndGet();
      }
    }

    @Override
    public void pushed(int commits) {}

    @Override
    public void rejectedPushRetried() {}
  }
}
