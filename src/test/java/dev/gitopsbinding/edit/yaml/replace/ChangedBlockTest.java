package dev.gitopsbinding.edit.yaml.replace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.replace.EditVerifier.Change;
import dev.gitopsbinding.edit.yaml.replace.EditVerifier.Edit;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines around a change that are checked instead of a large document. */
class ChangedBlockTest {
  private static final String FILE =
      """
      a: 1
      web:
        image:
          repository: acme/web # ü €
          tag: x
        list:
        - name: first
          tag: z
        - name: second
          env:
            - A

            # a comment
          tag: x2
      b: 'two

      lines'
      """;

  private static final List<Edit> EDITS = List.of(new Change("x", "y"));

  /** What takes the place of a value. */
  private static final List<String> VALUES =
      List.of(
          "y",
          "y",
          "x\n  z: 1",
          "y # '",
          "y'",
          "|\n  y",
          "y\n",
          ": y",
          "",
          "y # ",
          "y\n...",
          "y\n...\n",
          "---",
          "y\n---\n");

  @Test
  void holdsTheSmallestEntryAroundTheChange() {
    assertThat(block(FILE, FILE.replace("tag: x\n", "tag: y\n")).orElseThrow().after())
        .isEqualTo("    tag: y\n");
    assertThat(block(FILE, FILE.replace("first", "y")).orElseThrow().after())
        .isEqualTo("  - name: y\n    tag: z\n");
    assertThat(block(FILE, FILE.replace("x2", "y")).orElseThrow().after())
        .isEqualTo("    tag: y\n");
    assertThat(block(FILE, FILE.replace("lines", "y")).orElseThrow().after())
        .isEqualTo("b: 'two\n\ny'\n");
    assertThat(block(FILE, FILE.replace("a: 1", "a: y")).orElseThrow().after()).isEqualTo("a: y\n");
  }

  @Test
  void isNoLargerThanItNeedsToBe() {
    String changed = FILE.replace("x2", "y");

    assertThat(ChangedBlock.of(file(FILE), changed, TextChange.between(FILE, changed), 90))
        .get()
        .extracting(ChangedBlock::after)
        .isEqualTo(
            """
              - name: second
                env:
                  - A

                  # a comment
                tag: y
            """);
    assertThat(ChangedBlock.of(file(FILE), changed, TextChange.between(FILE, changed), 1000))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{a: x, b: 1}\n",
        "[a, x]\n",
        "x\n",
        "--- {a: x}\n",
        "? a\n: x\n? b\n: 1\n",
        "a: 1\u2028\nb: x\n",
        "a: 1 # 💡\nb: x\n",
        "a: 1\n---\nb: x\n"
      })
  void isNoneWhereLinesAreNoEntries(String text) {
    assertThat(block(text, text.replace("x", "y"))).isEmpty();
  }

  @Test
  void isNotSmallerThanTheChange() {
    assertThat(block("a: x\nb: x\n", "a: y\nb: y\n")).isEmpty();
    assertThat(block("l:\n- a: x\n- a: x\n", "l:\n- a: y\n- a: y\n").orElseThrow().after())
        .isEqualTo("l:\n- a: y\n- a: y\n");
    assertThat(block("l:\n- a: x\n- a: z\n", "l:\n- a: x\n  k: v\n- a: z\n").orElseThrow().after())
        .as("a line between two items")
        .isEqualTo("- a: x\n  k: v\n");
  }

  @ParameterizedTest
  @CsvSource({
    // The break of the line, which holds the next entry off.
    "'a: x\nb: 1\n', 'a: y # b: 1\n'",
    "'a: x\nb: 1\n', 'a: yb: 1\n'",
    // The end or the start of a document.
    "'a: x\nb: 1\n', 'a: y\n...\nb: 1\n'",
    "'- a\n- x\n', '- a\n---\n- y\n'",
    // The indentation, which tells whose entry it is.
    "'r:\n  a:\n    j: 1\n    k: x\n', 'r:\n  a:\n    j: 1\n  k: y\n'",
    "'r:\n  a:\n    j: 1\n    k: x\n', 'r:\n  a:\n    j: 1\n     k: y\n'",
    "'r:\n- a\n- - b\n  - x\n', 'r:\n- a\n- - b\n - y\n'",
  })
  void doesNotPassWhatReachesBeyondTheLines(String before, String after) {
    // Given
    String text = before.translateEscapes();
    String changed = after.translateEscapes();

    // Then
    assertThat(isReadInBlock(text, changed)).isFalse();
    assertThat(EditVerifier.passes(file(text), changed, EDITS)).isFalse();
  }

  @Test
  void endsWithItsLine() {
    assertThat(block("a: x\nb: 1\n", "a: y\r\nb: 1\n").orElseThrow().after()).isEqualTo("a: y\r\n");
    assertThat(block("a: 1\nb: x", "a: 1\nb: y").orElseThrow().after()).isEqualTo("b: y");
    assertThat(block("a: 1\nb: x\n", "a: 1\nb: y").orElseThrow().after())
        .as("the end of the text")
        .isEqualTo("b: y");
  }

  @RepeatedTest(600)
  void passesNothingThatTheWholeTextDoesNot() {
    // Given
    Random random = new Random();
    StringBuilder text = new StringBuilder();
    for (int entry = 0; entry < 4; entry++) {
      text.append('k').append(entry).append(':');
      value(text, "", random, 0);
    }
    String before = text.toString();
    int at = before.indexOf('x', random.nextInt(before.length()));
    String value = VALUES.get(random.nextInt(VALUES.size()));
    // Also with the break of the line behind it.
    int end = at + 1 + (before.startsWith("\n", at + 1) ? random.nextInt(2) : 0);
    String after = at < 0 ? before : before.substring(0, at) + value + before.substring(end);

    // Then
    boolean narrow = isReadInBlock(before, after);
    if (narrow) {
      assertThat(EditVerifier.passes(before, after, EDITS))
          .as("%s\nto\n%s", before, after)
          .isTrue();
    }
    assertThat(
            narrow
                || at < 0
                || end > at + 1
                || !value.equals("y")
                || !EditVerifier.passes(before, after, EDITS))
        .as("a change of one value is seen in its lines:\n%s\nto\n%s", before, after)
        .isTrue();
  }

  private static void value(StringBuilder text, String indent, Random random, int depth) {
    int kind = random.nextInt(depth > 3 ? 5 : 8);
    switch (kind) {
      case 0, 1 -> text.append(" x\n");
      case 2 -> text.append(" 'x'\n");
      case 3 -> text.append(" |\n").append(indent).append("  x\n\n");
      case 4 -> text.append(" # x\n").append(indent).append("  x\n");
      case 5, 6 -> {
        text.append('\n');
        for (int entry = random.nextInt(3); entry >= 0; entry--) {
          text.append(indent).append("  k").append(entry).append(':');
          value(text, indent + "  ", random, depth + 1);
        }
      }
      default -> {
        text.append('\n');
        for (int item = random.nextInt(3); item >= 0; item--) {
          text.append(indent).append("- k").append(item).append(':');
          value(text, indent + "  ", random, depth + 1);
        }
      }
    }
  }

  private static boolean isReadInBlock(String before, String after) {
    return block(before, after)
        .filter(block -> EditVerifier.reads(List.of(block.before()), block.after(), EDITS))
        .isPresent();
  }

  private static Optional<ChangedBlock> block(String before, String after) {
    return ChangedBlock.of(file(before), after, TextChange.between(before, after), 0);
  }

  private static YamlFile file(String text) {
    return ((Result.Ok<YamlFile>)
            YamlFile.parse(
                new RepositoryPath("a.yaml"),
                Content.of(text.getBytes(StandardCharsets.UTF_8)),
                DefaultSettings.YAML_LIMITS))
        .value();
  }
}
