package dev.gitopsbinding.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder under {@code golden/migrate}: annotated Deployments ({@code in.yaml} or {@code
 * in.json}), and the bindings and the report that must come of them. {@code exit-code} is there
 * where it is not 0.
 */
class MigrateGoldenTest {
  static final Path FOLDER = Path.of("src/test/resources/golden/migrate");

  static List<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void printsWhatIsExpected(Path folder) throws IOException {
    // When
    CommandRun run = CommandRun.of("migrate", input(folder).toString());

    // Then
    assertThat(run.output()).isEqualTo(Files.readString(folder.resolve("out.yaml")));
    assertThat(run.errors()).isEqualTo(Files.readString(folder.resolve("report.md")));
    assertThat(run.exitCode()).isEqualTo(exitCode(folder));
  }

  static Path input(Path folder) {
    Path json = folder.resolve("in.json");
    return Files.exists(json) ? json : folder.resolve("in.yaml");
  }

  private static int exitCode(Path folder) throws IOException {
    Path file = folder.resolve("exit-code");
    return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
  }
}
