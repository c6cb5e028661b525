package dev.gitopsbinding.git.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFolderTest {
  private static final long NO_PROCESS = 999_999_999_999L;

  @TempDir private Path cache;

  @Test
  void deletesWhatDeadProcessesLeftAndNothingElse() throws IOException {
    // Given
    Path dead = leave("process-" + NO_PROCESS);
    Path ownNumber = leave("process-" + ProcessHandle.current().pid());
    Path alive = leave("process-1");
    Path foreign = leave("notes");

    // When
    Path folder = ProcessFolder.claim(cache);

    // Then
    assertThat(folder).isEmptyDirectory().isEqualTo(ownNumber);
    assertThat(dead).doesNotExist();
    assertThat(alive.resolve("lane-1/objects")).exists();
    assertThat(foreign.resolve("lane-1/objects")).exists();
  }

  @Test
  void saysWhichFolderCannotBeUsedAndWhatToDo() throws IOException {
    // Given
    Path file = Files.createFile(cache.resolve("file"));

    // Then
    assertThatThrownBy(() -> ProcessFolder.claim(file))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(file.toString(), "writable", "GITOPSBINDING_CACHE_DIR");
  }

  private Path leave(String name) throws IOException {
    Path folder = cache.resolve(name);
    Files.createDirectories(folder.resolve("lane-1/objects"));
    return folder;
  }
}
