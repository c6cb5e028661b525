package dev.gitopsbinding.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TemporaryFolderTest {
  private static final long WRITING = 100_000_000;

  @Test
  @Timeout(20)
  void itIsDeletedWhileAnotherThreadStillWritesToIt() throws Exception {
    TemporaryFolder folder = TemporaryFolder.create();
    Path path = folder.path();
    Files.createFile(path.resolve("first"));
    Thread writer = Thread.ofPlatform().start(() -> write(path));

    folder.close();

    writer.join();
    assertThat(path).doesNotExist();
  }

  private static void write(Path path) {
    long end = System.nanoTime() + WRITING;
    for (int i = 0; System.nanoTime() - end < 0; i++) {
      try {
        Files.createDirectory(path.resolve("folder" + i));
      } catch (IOException e) {
        // Deleted meanwhile.
      }
    }
  }
}
