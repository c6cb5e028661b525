package dev.gitopsbinding.edit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedDiffTest {
  private static final RepositoryPath PATH = new RepositoryPath("apps/web.yaml");

  @TempDir private Path folder;

  @Test
  void withoutContextOnlyTheChangedLinesAreShown() {
    assertThat(
            diff(0, "a: 1\nimage: web:old\npassword: x\n", "a: 1\nimage: web:new\npassword: x\n"))
        .isEqualTo(
            """
            --- a/apps/web.yaml
            +++ b/apps/web.yaml
            @@ -2 +2 @@
            -image: web:old
            +image: web:new
            """);
  }

  @Test
  void severalImagesWithTouchingContextMakeOneHunk() {
    // Given
    String before = lines(1, 20, "");
    String after = before.replace("line 4\n", "LINE 4\n").replace("line 10\n", "LINE 10\n");
    String apart = after.replace("line 18\n", "LINE 18\n");

    // Then
    assertThat(diff(3, before, after).lines().filter(line -> line.startsWith("@@")))
        .containsExactly("@@ -1,13 +1,13 @@");
    assertThat(diff(3, before, apart).lines().filter(line -> line.startsWith("@@")))
        .containsExactly("@@ -1,13 +1,13 @@", "@@ -15,6 +15,6 @@");
    assertThat(diff(0, before, apart).lines().filter(line -> line.startsWith("@@")))
        .containsExactly("@@ -4 +4 @@", "@@ -10 +10 @@", "@@ -18 +18 @@");
  }

  @Test
  void aLastLineWithoutItsEndIsMarked() {
    assertThat(diff(3, "image: web:old", "image: web:new"))
        .endsWith(
            """
            @@ -1 +1 @@
            -image: web:old
            \\ No newline at end of file
            +image: web:new
            \\ No newline at end of file
            """);
    assertThat(diff(3, "a", "a\n")).contains("-a\n\\ No newline at end of file\n+a\n");
  }

  @Test
  void anEmptyFileHasNoLine() {
    assertThat(diff(3, "", "a\n")).contains("@@ -0,0 +1 @@\n+a\n");
    assertThat(diff(3, "a\n", "")).contains("@@ -1 +0,0 @@\n-a\n");
    assertThat(diff(3, "", "")).isEmpty();
    assertThat(diff(3, "a\n", "a\n")).isEmpty();
  }

  @Test
  void windowsLineEndsAreKept() {
    assertThat(diff(1, "a\r\nimage: web:old\r\n", "a\r\nimage: web:new\r\n"))
        .endsWith("@@ -1,2 +1,2 @@\n a\r\n-image: web:old\r\n+image: web:new\r\n");
  }

  @Test
  void invisibleCharactersAreReplaced() {
    assertThat(diff(0, "\u001b[2J\u202e a\tä\rb: old\n", "\u001b[2J\u202e a\tä\rb: new\n"))
        .contains("-\uFFFD[2J\uFFFD a\tä\uFFFDb: old\n");
  }

  @Test
  void aLongDiffEndsWithWholeLines() {
    // Given
    String before = lines(1, 2_000, " ä");
    String after = before.replace("line", "LINE");

    // When
    String diff = diff(0, before, after);

    // Then
    assertThat(diff.getBytes(UTF_8).length).isBetween(8_000, (8 << 10) + 50);
    List<String> shown = diff.lines().toList();
    assertThat(shown.get(shown.size() - 2)).matches("-line \\d+ ä");
    assertThat(shown.getLast())
        .isEqualTo("… %d more lines are left out".formatted(4_003 - (shown.size() - 1)));
  }

  @Test
  void aFileInOneLineIsCutAroundTheChange() {
    // Given
    String before = "{\"a\": \"%s\", \"image\": \"web:old\", \"b\": \"%s\"}".formatted(x(), x());

    // When
    String diff = diff(0, before, before.replace("old", "new"));

    // Then
    assertThat(diff).hasSizeLessThan(1_300).contains("\"image\": \"web:old\"", "\"web:new\"");
    assertThat(diff.lines().filter(line -> line.matches("[-+]…x+.*x+…"))).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image: web:old # pw | image: web:old …",
        "'  - {name: x, image: web:old, env: pw}' | … image: web:old…",
        "'{\"pw\": \"s\", \"image\": \"web:old\"}' | … \"image\": \"web:old\"…",
        "'[web:old, pw]' | …web:old…"
      })
  void theStatusShowsNoOtherValuesOfTheLine(String line, String shown) {
    assertThat(status(line + "\n", line.replace("old", "new") + "\n"))
        .contains("\n-" + shown + "\n", "\n+" + shown.replace("old", "new") + "\n")
        .doesNotContain("pw");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"c\":[{\"image\":\"web:aaa\",\"env\":[\"pw\"]},{\"image\":\"web:aaa\"}]}' |"
            + " …\"image\":\"web:bbb\"…\"image\":\"web:bbb\"…",
        "'[web:aaa, pw, web:aaa]' | …web:bbb… web:bbb…",
        "'web:aaa, pw # web:aaa' | web:bbb… web:bbb"
      })
  void theStatusShowsNoValueBetweenTwoImagesOfALine(String line, String shown) {
    assertThat(status(line + "\n", line.replace("aaa", "bbb") + "\n"))
        .contains("\n-" + shown.replace("bbb", "aaa") + "\n", "\n+" + shown + "\n")
        .doesNotContain("pw");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: {image: web:aaa, pw: pw} | a: {image: web:bbb, more: x, pw: pw}",
        "'{image: web:aaa, pw: pw}~x' | '{image: web:bbb, pw: pw}~{more: x}~y'",
      })
  void theStatusShowsNothingOfALineWhoseValuesCannotBeTold(String before, String after) {
    assertThat(status(before.replace('~', '\n'), after.replace('~', '\n')))
        .contains("\n-…\n", "\n+…\n")
        .doesNotContain("pw");
  }

  @Test
  void theStatusShowsATagThatGetsADigest() {
    assertThat(
            status(
                "images:\n- newTag: old # pw\n  other: pw\n",
                "images:\n- newTag: new # pw\n  digest: sha256:1\n  other: pw\n"))
        .endsWith(
            """
            @@ -2 +2,2 @@
            -- newTag: old …
            +- newTag: new …
            +  digest: sha256:1
            """);
  }

  @Test
  void theStatusCutsALongValueAroundTheChange() {
    String before = "a: pw, image: %sweb:aaa%s, b: pw\n".formatted(x(), x());

    assertThat(status(before, before.replace("aaa", "bbb")))
        .hasSizeLessThan(1_200)
        .contains("web:aaa", "web:bbb")
        .doesNotContain("pw");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void gitMakesTheChangeFromIt(int context) throws IOException {
    // Given
    Random random = new Random(context);
    for (int round = 0; round < 12; round++) {
      String before = text(random, 30);
      String after = round % 2 == 0 ? text(random, 30) : edited(random, before);
      Files.createDirectories(folder.resolve("apps"));
      Files.writeString(folder.resolve(PATH.value()), before);
      String diff = diff(context, before, after);

      // When
      if (!diff.isEmpty()) {
        Command.in(folder)
            .feed(
                diff.getBytes(UTF_8), "git", "apply", "--unidiff-zero", "--whitespace=nowarn", "-");
      }

      // Then
      String made =
          Files.exists(folder.resolve(PATH.value()))
              ? Files.readString(folder.resolve(PATH.value()))
              : "";
      assertThat(made).as(diff).isEqualTo(after);
    }
  }

  @Test
  void aLoginInAUrlIsMasked() {
    String url = "- https://ada:sesame@git.example.com/a?ref=";
    String others = "# HTTP://t0ken@x/ ssh://git@x/ ssh://git:pw@x/ a@b:c ghcr.io/a@sha256:1\n";

    assertThat(diff(1, others + url + "1\n", others + url + "2\n"))
        .endsWith(
            """
            @@ -1,2 +1,2 @@
             # HTTP://***@x/ ssh://git@x/ ssh://***@x/ a@b:c ghcr.io/a@sha256:1
            -- https://***@git.example.com/a?ref=1
            +- https://***@git.example.com/a?ref=2
            """);
  }

  @Test
  void theFewestLinesAreShown() {
    assertThat(diff(0, "a\nb\nc\nd\n", "a\nc\nx\nd\n"))
        .endsWith("@@ -2 +1,0 @@\n-b\n@@ -3,0 +3 @@\n+x\n");
  }

  @Test
  void textsThatHaveHardlyAnythingInCommonAreReplacedAsAWhole() {
    String before = lines(1, 3_000, "");
    String after = lines(5_000, 8_000, "");

    assertThat(diff(0, before, after)).contains("@@ -1,3000 +1,3001 @@\n-line 1\n");
  }

  private static String status(String before, String after) {
    return UnifiedDiff.of(
        PATH,
        Content.of(before.getBytes(UTF_8)),
        Content.of(after.getBytes(UTF_8)),
        DiffLimits.STATUS);
  }

  private static String diff(int context, String before, String after) {
    return UnifiedDiff.of(
        PATH,
        Content.of(before.getBytes(UTF_8)),
        Content.of(after.getBytes(UTF_8)),
        DiffLimits.withContext(context));
  }

  private static String lines(int from, int to, String end) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(i -> "line " + i + end + "\n")
        .collect(Collectors.joining());
  }

  private static String x() {
    return "x".repeat(10_000);
  }

  private static String text(Random random, int most) {
    return random
            .ints(random.nextInt(1, most), 0, 6)
            .mapToObj(i -> "line " + i)
            .collect(Collectors.joining("\n"))
        + (random.nextBoolean() ? "\n" : "");
  }

  /** Some lines replaced, as an editor of images does. */
  private static String edited(Random random, String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    for (int i = 0; i < 3; i++) {
      int at = random.nextInt(lines.size());
      if (!lines.get(at).isEmpty()) {
        lines.set(at, "edited " + i);
      }
    }
    return String.join("\n", lines);
  }
}
