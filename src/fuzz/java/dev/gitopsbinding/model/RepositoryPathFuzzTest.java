package dev.gitopsbinding.model;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;

/** A text is refused in one line, or is a path that stays inside any folder. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RepositoryPathFuzzTest {
  private static final Path FOLDER = Path.of("/folder");

  @FuzzTest
  void text(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    RepositoryPath path;
    try {
      path = new RepositoryPath(text);
    } catch (IllegalArgumentException e) {
      assertOneLine(e.getMessage());
      return;
    }
    Path resolved = FOLDER.resolve(path.value());
    assertThat(resolved.normalize()).isEqualTo(resolved).startsWithRaw(FOLDER).isNotEqualTo(FOLDER);
    assertThat(resolved.toString()).isEqualTo(FOLDER + "/" + text);
    assertThat(resolved.iterator())
        .toIterable()
        .noneMatch(part -> part.toString().equalsIgnoreCase(".git"));
  }
}
