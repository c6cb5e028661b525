package dev.gitopsbinding.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsDocumentationTest {

  @Test
  void theTableOfTheDocumentationIsThatOfTheCode() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("docs/settings.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();

    List<String> expected =
        new Settings().all().stream().map(SettingsDocumentationTest::row).toList();

    assertThat(documented).containsExactlyElementsOf(expected);
  }

  private static String row(Setting<?> setting) {
    String shown = setting.fallbackShown();
    String fallback = shown.isEmpty() || shown.contains("`") ? shown : "`" + shown + "`";
    return "| `%s` | %s | %s | %s |"
        .formatted(setting.variable(), fallback, setting.allowed(), setting.meaning());
  }
}
