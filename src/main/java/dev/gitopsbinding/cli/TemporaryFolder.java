package dev.gitopsbinding.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder that is deleted when it is closed, or when the process is interrupted. */
final class TemporaryFolder implements AutoCloseable {
  /** Other threads may still write while the process ends. */
  private static final int TRIES = 50;

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  private final Thread hook = new Thread(this::delete, "delete temporary folder");
  private @Nullable Path path;
  private boolean deleted;

  private TemporaryFolder() {}

  /** Only its owner may read it. */
  static TemporaryFolder create() throws IOException {
    var folder = new TemporaryFolder();
    // First, so that an interruption in between leaves no folder behind.
    Runtime.getRuntime().addShutdownHook(folder.hook);
    folder.make();
    return folder;
  }

  private synchronized void make() throws IOException {
    if (deleted) {
      throw new IOException("the process is ending");
    }
    path = Files.createTempDirectory("gitopsbinding-preview-");
  }

  synchronized Path path() {
    return Objects.requireNonNull(path, "made at once");
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook runs.
    }
  }

  private synchronized void delete() {
    deleted = true;
    Path folder = path;
    for (int i = 0; folder != null && i < TRIES && Files.exists(folder); i++) {
      if (i > 0) {
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      }
      delete(folder);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> all = found.sorted(Comparator.reverseOrder()).toList();
      for (Path one : all) {
        Files.deleteIfExists(one);
      }
    } catch (IOException | UncheckedIOException e) {
      // Somebody wrote to it meanwhile; the next try finds that.
    }
  }
}
