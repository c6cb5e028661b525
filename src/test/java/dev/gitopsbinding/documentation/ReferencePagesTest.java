package dev.gitopsbinding.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePagesTest {
  @Test
  void thePagesAreThoseOfTheDefinition() throws IOException {
    for (var page : ReferencePages.generate(Path.of("")).entrySet()) {
      assertThat(Files.readString(page.getKey()))
          .as("%s: run `make crds`", page.getKey())
          .isEqualTo(page.getValue());
    }
  }

  @Test
  void everyFieldIsThereWithItsMeaning() throws IOException {
    assertThat(ReferencePages.generate(Path.of("")).values())
        .allSatisfy(
            page ->
                assertThat(page.lines().filter(line -> line.startsWith("| `")))
                    .hasSizeGreaterThan(20)
                    .allSatisfy(line -> assertThat(line).doesNotEndWith("|  |")));
  }
}
