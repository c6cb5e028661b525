package dev.gitopsbinding.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReasonsDocumentationTest {

  @Test
  void theDocumentationListsEveryReasonWithItsHandlingAndRemedy() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("docs/reasons.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();

    List<String> expected =
        Arrays.stream(Reason.values()).map(ReasonsDocumentationTest::row).toList();

    assertThat(documented).containsExactlyElementsOf(expected);
  }

  private static String row(Reason reason) {
    String handling = reason.handling().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "| `%s` | %s | %s |".formatted(reason.text(), handling, reason.remedy());
  }
}
