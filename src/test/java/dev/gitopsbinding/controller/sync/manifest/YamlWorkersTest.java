package dev.gitopsbinding.controller.sync.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.git.store.read.FileAtTip;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.FreeMemory;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class YamlWorkersTest {
  private static final BindingId BUSY = new BindingId("busy", "web");
  private static final BindingId QUIET = new BindingId("quiet", "web");
  private static final RepositoryPath PATH = new RepositoryPath("web.yaml");
  private static final int LARGE = YamlWorkers.SMALL + 1;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final MemoryBudget memory = new MemoryBudget(64 << 20);
  private final YamlWorkers workers = new YamlWorkers(DefaultSettings.YAML_LIMITS, memory);

  @Test
  void aSmallFileIsParsedByTheCaller() {
    Result<Thread> thread = read(QUIET, YamlWorkers.SMALL, LONG, _ -> Thread.currentThread());

    assertThat(thread).isEqualTo(Result.ok(Thread.currentThread()));
  }

  @Test
  void aLargeFileIsParsedWhereItHoldsUpNoVirtualThread() throws InterruptedException {
    // Given
    List<Result<Boolean>> virtual = new ArrayList<>();

    // When
    Thread.ofVirtual()
        .start(() -> virtual.add(read(QUIET, LARGE, LONG, _ -> Thread.currentThread().isVirtual())))
        .join();

    // Then
    assertThat(virtual).containsExactly(Result.ok(false));
    assertThat(FreeMemory.of(memory)).isEqualTo(64 << 20);
  }

  @Fault(
      value = "one namespace has large files parsed without an end",
      holds = {"I2", "I6"})
  @Test
  void aNamespaceThatParsesWithoutAnEndLeavesTurnsToOthers() throws InterruptedException {
    // Given
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger parsing = new AtomicInteger();
    List<Thread> crowd = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      crowd.add(
          Thread.ofVirtual().start(() -> read(BUSY, LARGE, LONG, _ -> parseUntil(end, parsing))));
    }
    await().until(() -> parsing.get() > 0);

    // When
    Result<String> mine = read(QUIET, LARGE, LONG, _ -> "parsed");
    Result<String> theirs = read(BUSY, LARGE, Duration.ofMillis(100), _ -> "parsed");
    end.countDown();
    for (Thread thread : crowd) {
      thread.join();
    }

    // Then
    assertThat(mine).isEqualTo(Result.ok("parsed"));
    assertThat(theirs)
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed -> {
              assertThat(failed.failure().reason()).isEqualTo(Reason.TIMED_OUT);
              assertThat(failed.failure().message())
                  .startsWith("web.yaml was not parsed in time")
                  .contains("namespace busy");
            });
    assertThat(parsing).hasValue(50);
    assertThat(FreeMemory.of(memory)).isEqualTo(64 << 20);
  }

  @Test
  void aFileThatWaitsIsReadAgainWhenItIsItsTurn() {
    AtomicInteger reads = new AtomicInteger();

    Result<Integer> size =
        workers.read(
            QUIET,
            PATH,
            always(() -> Result.ok(file(LARGE + reads.incrementAndGet()))),
            _ -> false,
            file -> file.content().size(),
            LONG);

    assertThat(size).isEqualTo(Result.ok(LARGE + 2));
    assertThat(reads).hasValue(2);
  }

  @Fault(value = "local copy gone while its large file waits for memory", holds = "I2")
  @Test
  void noMemoryIsHeldWhileAHostIsAsked() {
    // Given
    List<Long> availableWhileRead = new ArrayList<>();
    AtomicInteger looks = new AtomicInteger();
    Result<FileAtTip> content = Result.ok(file(LARGE));

    // When
    Result<String> parsed =
        workers.read(
            QUIET,
            PATH,
            file(
                () -> {
                  availableWhileRead.add(FreeMemory.of(memory));
                  return content;
                },
                () -> looks.incrementAndGet() == 1 ? Optional.empty() : Optional.of(content)),
            _ -> false,
            _ -> "parsed",
            LONG);

    // Then
    assertThat(parsed).isEqualTo(Result.ok("parsed"));
    assertThat(availableWhileRead).containsExactly(64L << 20, 64L << 20);
  }

  @Test
  void whatIsKnownNeedsNoTurn() {
    AtomicInteger reads = new AtomicInteger();

    Result<Thread> thread =
        workers.read(
            QUIET,
            PATH,
            always(
                () -> {
                  reads.incrementAndGet();
                  return Result.ok(file(LARGE));
                }),
            _ -> true,
            _ -> Thread.currentThread(),
            LONG);

    assertThat(thread).isEqualTo(Result.ok(Thread.currentThread()));
    assertThat(reads).hasValue(1);
  }

  @Test
  void anInterruptIsKeptAndTheParserEnds() throws InterruptedException {
    // Given
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger parsing = new AtomicInteger();
    List<Boolean> interrupted = new ArrayList<>();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  var _ = read(QUIET, LARGE, LONG, _ -> parseUntil(end, parsing));
                  interrupted.add(Thread.currentThread().isInterrupted());
                });
    await().until(() -> parsing.get() == 1);

    // When
    reader.interrupt();
    end.countDown();
    reader.join();

    // Then
    assertThat(interrupted).containsExactly(true);
    assertThat(FreeMemory.of(memory)).isEqualTo(64 << 20);
  }

  @Test
  void theHeapThatTheSettingAsksForHoldsTwoFilesInHalfOfIt() {
    long size = 8 << 20;
    long heap = 108 * size;

    assertThat(2 * YamlWorkers.heapFor(size, YamlLimits.of(50, (int) size)))
        .isLessThanOrEqualTo(heap / 2);
  }

  private <T> Result<T> read(
      BindingId binding, int size, Duration timeout, Function<FileAtTip, T> work) {
    return workers.read(
        binding, PATH, always(() -> Result.ok(file(size))), _ -> false, work, timeout);
  }

  /** At hand whenever it is asked for. */
  private static YamlWorkers.ManifestFile always(Supplier<Result<FileAtTip>> read) {
    return file(read, () -> Optional.of(read.get()));
  }

  private static YamlWorkers.ManifestFile file(
      Supplier<Result<FileAtTip>> read, Supplier<Optional<Result<FileAtTip>>> atHand) {
    return new YamlWorkers.ManifestFile() {
      @Override
      public Result<FileAtTip> read() {
        return read.get();
      }

      @Override
      public Optional<Result<FileAtTip>> atHand() {
        return atHand.get();
      }
    };
  }

  private static int parseUntil(CountDownLatch end, AtomicInteger parsing) {
    int number = parsing.incrementAndGet();
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return number;
  }

  private static FileAtTip file(int size) {
    return new FileAtTip(
        new CommitSha("1".repeat(40)), Instant.EPOCH, "blob", Content.of(new byte[size]));
  }
}
