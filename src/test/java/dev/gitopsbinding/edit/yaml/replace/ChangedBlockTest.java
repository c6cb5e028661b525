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

  @RepeatedTest(300)
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
    List<String> values = List.of("y", "y", "x\n  z: 1", "y # '", "y'", "|\n  y", "y\n", ": y", "");
    String value = values.get(random.nextInt(values.size()));
    String after = at < 0 ? before : before.substring(0, at) + value + before.substring(at + 1);
    List<Edit> edits = List.of(new Change("x", "y"));

    // Then
    boolean narrow =
        block(before, after)
            .filter(block -> EditVerifier.reads(List.of(block.before()), block.after(), edits))
            .isPresent();
    if (narrow) {
      assertThat(EditVerifier.passes(before, after, edits))
          .as("%s\nto\n%s", before, after)
          .isTrue();
    }
    assertThat(narrow || at < 0 || !value.equals("y") || !EditVerifier.passes(before, after, edits))
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
