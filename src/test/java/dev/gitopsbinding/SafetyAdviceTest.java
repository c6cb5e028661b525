package dev.gitopsbinding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No text for users recommends switching a check off. */
class SafetyAdviceTest {
  private static final Pattern ADVICE =
      Pattern.compile(
          "(?i)\\b(set|use|try|with)\\b[^\"|]*(\\bskip\\b|check\\.mode|insecure|StrictHostKeyChecking|--force\\b)");

  @Test
  void noReasonDoes() {
    assertThat(Reason.values())
        .allSatisfy(
            reason ->
                assertThat(reason.remedy()).doesNotContainPattern(ADVICE).doesNotContain("Skip"));
  }

  @Test
  void noMessageInTheSourcesDoes() throws IOException {
    try (var files = Files.walk(Path.of("src/main/java"))) {
      List<String> lines =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(SafetyAdviceTest::lines)
              .filter(line -> line.contains("\"") && ADVICE.matcher(line).find())
              .toList();
      assertThat(lines).isEmpty();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Arrays.stream(Files.readString(file).split("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
