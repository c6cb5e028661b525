package dev.gitopsbinding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each test that docs/security.md names is there. */
class SecurityDocumentationTest {
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");

  @Test
  void everyThreatAndCapHasATestThatExists() throws IOException {
    Map<String, String> sources = sources();
    List<String> rows =
        Files.readAllLines(Path.of("docs/security.md")).stream()
            .filter(line -> line.startsWith("| ") && TEST.matcher(line).find())
            .toList();

    assertThat(rows).hasSizeGreaterThan(20);
    assertThat(rows.stream().flatMap(row -> TEST.matcher(row).results()))
        .allSatisfy(
            test ->
                assertThat(sources.getOrDefault(test.group(1), ""))
                    .as(test.group())
                    .containsPattern(declaration(test)));
  }

  @Test
  void theTablesOfThreatsAndCapsHaveATestInEachRow() throws IOException {
    String document = Files.readString(Path.of("docs/security.md"));

    assertThat(Stream.of("Threats", "Caps").flatMap(heading -> rows(document, heading)))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row).containsPattern(TEST));
  }

  private static Stream<String> rows(String document, String heading) {
    String section = document.split("\n## " + heading + "\n", -1)[1].split("\n## ", -1)[0];
    return section.lines().filter(line -> line.startsWith("| ")).skip(1);
  }

  private static String declaration(MatchResult test) {
    return Optional.ofNullable(test.group(2))
        .map(method -> "void " + method + "\\(")
        .orElse("class " + test.group(1) + "\\b");
  }

  private static Map<String, String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  SecurityDocumentationTest::read,
                  (one, other) -> one + other));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
