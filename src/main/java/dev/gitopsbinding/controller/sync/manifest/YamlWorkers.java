package dev.gitopsbinding.controller.sync.manifest;

import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.git.store.read.FileAtTip;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.net.share.CpuWorkers;
import dev.gitopsbinding.net.share.FairSemaphore;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Parses large manifest files without delaying other work: a few at a time, in turns between the
 * namespaces, on platform threads that carry no virtual threads, and within the memory budget. The
 * caller parses small files itself, at once.
 */
public final class YamlWorkers {
  /** The largest size of a small file, in bytes. Most manifests are small. */
  public static final int SMALL = 32 << 10;

  /** The heap that parsing takes at worst for each byte and for each value of a file; measured. */
  private static final int HEAP_PER_BYTE = 24;

  private static final int HEAP_PER_VALUE = 216;

  /** How long an edit waits for its turn. It is short because the lane waits meanwhile. */
  private static final Duration EDIT_PATIENCE = Duration.ofSeconds(20);

  /** The part of the heap for the contents of files that wait for their turn. */
  private static final int PART_FOR_WAITING = 16;

  private final YamlLimits limits;
  private final MemoryBudget memory;
  private final FairSemaphore turns;
  private final FairSemaphore waiting;
  private final ExecutorService threads;

  /**
   * @param memory the budget for the trees of the files that are being parsed
   */
  public YamlWorkers(YamlLimits limits, MemoryBudget memory) {
    this.limits = limits;
    this.memory = memory;
    int workers = Math.max(2, Runtime.getRuntime().availableProcessors());
    this.turns = new FairSemaphore(workers, workers / 2);
    long heldWhileWaiting = Runtime.getRuntime().maxMemory() / PART_FOR_WAITING;
    this.waiting = new FairSemaphore(heldWhileWaiting, heldWhileWaiting / 2);
    this.threads = threads(workers);
  }

  /** The result of a first read: the work is done, or the file is large. */
  private sealed interface Look<T> {
    record Done<T>(T value) implements Look<T> {}

    record Large<T>(int size) implements Look<T> {}
  }

  /** A file to be read. */
  interface ManifestFile {
    /** Reads the file, from its host if needed. */
    public Result<FileAtTip> read();

    /** Reads the file without asking a host; empty if that is not possible. */
    Optional<Result<FileAtTip>> atHand();
  }

  /** The heap, in bytes, that parsing a file takes at most. */
  static long heapFor(long size, YamlLimits limits) {
    return Math.max(HEAP_PER_BYTE * size, HEAP_PER_VALUE * Math.min(size, limits.values()));
  }

  /**
   * Reads a file and works on its content. The content of a large file is dropped while the file
   * waits for its turn, and then read again. No host is asked while memory is reserved, because a
   * fetch needs memory from the same budget.
   *
   * @param known whether the result for this content is known, so that no turn is needed
   * @param timeout how long to wait for a turn
   * @return fails with {@code TIMED_OUT} if there was no turn within {@code timeout}
   */
  public <T> Result<T> read(
      BindingId binding,
      RepositoryPath path,
      ManifestFile file,
      Predicate<FileAtTip> known,
      Function<FileAtTip, T> work,
      Duration timeout) {
    TimeLimit end = TimeLimit.in(timeout);
    Result<Look<T>> look =
        file.read()
            .then(
                first ->
                    first.content().size() <= SMALL || known.test(first)
                        ? Result.ok(new Look.Done<>(work.apply(first)))
                        : Result.ok(new Look.Large<>(first.content().size())));
    return look.then(
        seen ->
            switch (seen) {
              case Look.Done<T>(T value) -> Result.ok(value);
              case Look.Large<T>(int size) -> readInTurn(binding, path, size, file, work, end);
            });
  }

  /**
   * The same edit, which waits for a turn if the file is large.
   *
   * @param edits how many edits the change set has, which share the time that the lane waits
   */
  public ChangeSet.FileEdit inTurn(BindingId binding, ChangeSet.FileEdit edit, int edits) {
    Duration patience = edits == 1 ? EDIT_PATIENCE : EDIT_PATIENCE.dividedBy(edits);
    return new ChangeSet.FileEdit(
        edit.path(),
        content ->
            switch (parse(
                binding, edit.path(), content, () -> edit.edit().apply(content), patience)) {
              case Result.Ok<EditResult>(EditResult result) -> result;
              case Result.Failed<EditResult> _ ->
                  new EditResult.Refused(crowded(edit.path(), binding));
            });
  }

  /**
   * Works on a content that the caller keeps in memory; waits for a turn if it is large.
   *
   * @param timeout how long to wait for a turn
   * @return fails with {@code TIMED_OUT} if there was no turn within {@code timeout}
   */
  public <T> Result<T> parse(
      BindingId binding, RepositoryPath path, Content content, Supplier<T> work, Duration timeout) {
    return content.size() <= SMALL
        ? Result.ok(work.get())
        : CpuWorkers.aside(() -> parseInTurn(binding, path, content, work, TimeLimit.in(timeout)));
  }

  private <T> Result<T> readInTurn(
      BindingId binding,
      RepositoryPath path,
      int size,
      ManifestFile file,
      Function<FileAtTip, T> work,
      TimeLimit end) {
    try {
      Optional<Result<T>> done = readAtHand(binding, path, size, file, work, end);
      while (done.isEmpty() && !end.expired()) {
        // The local copy was deleted, which is rare.
        if (file.read() instanceof Result.Failed<FileAtTip>(Failure failure)) {
          return Result.failed(failure);
        }
        done = readAtHand(binding, path, size, file, work, end);
      }
      return done.orElseGet(() -> Result.failed(crowded(path, binding)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Result.failed(crowded(path, binding));
    }
  }

  private <T> Optional<Result<T>> readAtHand(
      BindingId binding,
      RepositoryPath path,
      int size,
      ManifestFile file,
      Function<FileAtTip, T> work,
      TimeLimit end)
      throws InterruptedException {
    Optional<FairSemaphore.Permit> room = room(binding, size, end);
    if (room.isEmpty()) {
      return Optional.of(Result.failed(crowded(path, binding)));
    }
    try (var _ = room.get()) {
      // The file may have grown, which is rare; the reservation has some room for that.
      Optional<Result<FileAtTip>> again = file.atHand();
      if (again.isEmpty()) {
        return Optional.empty();
      }
      Optional<FairSemaphore.Permit> turn = turn(binding, end);
      if (turn.isEmpty()) {
        return Optional.of(Result.failed(crowded(path, binding)));
      }
      try (var _ = turn.get()) {
        return Optional.of(
            again.get().then(content -> Result.ok(onThread(() -> work.apply(content)))));
      }
    }
  }

  private <T> Result<T> parseInTurn(
      BindingId binding, RepositoryPath path, Content content, Supplier<T> work, TimeLimit end) {
    Result<T> refused = Result.failed(crowded(path, binding));
    try {
      Optional<FairSemaphore.Permit> held =
          waiting.acquire(binding.namespace(), content.size(), Duration.ZERO);
      if (held.isEmpty()) {
        return refused;
      }
      try (var _ = held.get()) {
        Optional<FairSemaphore.Permit> room = room(binding, content.size(), end);
        if (room.isEmpty()) {
          return refused;
        }
        try (var _ = room.get()) {
          Optional<FairSemaphore.Permit> turn = turn(binding, end);
          if (turn.isEmpty()) {
            return refused;
          }
          try (var _ = turn.get()) {
            return Result.ok(onThread(work));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused;
    }
  }

  private Optional<FairSemaphore.Permit> room(BindingId binding, int size, TimeLimit end)
      throws InterruptedException {
    return memory.reserve(binding.namespace(), heapFor(size, limits), end.remaining());
  }

  private Optional<FairSemaphore.Permit> turn(BindingId binding, TimeLimit end)
      throws InterruptedException {
    return turns.acquire(binding.namespace(), 1, end.remaining());
  }

  /**
   * Waits until the work ends, even if interrupted: until then the work uses the reserved memory.
   */
  private <T> T onThread(Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    threads.execute(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a parser ended with an exception", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Failure.File crowded(RepositoryPath path, BindingId binding) {
    return new Failure.File(
        Reason.TIMED_OUT,
        "%s was not parsed in time, because other files of more than %d KiB in namespace %s were parsed first. The operator retries; split the file so that it is parsed at once."
            .formatted(path, SMALL >> 10, binding.namespace()));
  }

  /** The threads end when there is nothing to do. */
  private static ExecutorService threads(int workers) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            workers,
            workers,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("yaml-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }
}
