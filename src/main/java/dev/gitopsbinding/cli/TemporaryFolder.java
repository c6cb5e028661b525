package dev.gitopsbinding.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is deleted when it is closed, or when the process is interrupted. */
final class TemporaryFolder implements AutoCloseable {
  /** Other threads may still write while the process ends. */
  private static final int TRIES = 5;

  private final Path path;
  private final Thread hook = new Thread(this::delete, "delete temporary folder");

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** Only its owner may read it. */
  static TemporaryFolder create() throws IOException {
    var folder = new TemporaryFolder(Files.createTempDirectory("gitopsbinding-preview-"));
    Runtime.getRuntime().addShutdownHook(folder.hook);
    return folder;
  }

  Path path() {
    return path;
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

  private void delete() {
    for (int i = 0; i < TRIES && Files.exists(path); i++) {
      try (Stream<Path> found = Files.walk(path)) {
        List<Path> all = found.sorted(Comparator.reverseOrder()).toList();
        for (Path one : all) {
          Files.deleteIfExists(one);
        }
      } catch (IOException | UncheckedIOException e) {
        // Somebody wrote to it meanwhile; the next try finds that.
      }
    }
  }
}
