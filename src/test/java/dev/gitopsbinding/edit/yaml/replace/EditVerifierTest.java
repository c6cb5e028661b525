package dev.gitopsbinding.edit.yaml.replace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.yaml.replace.EditVerifier.Change;
import dev.gitopsbinding.edit.yaml.replace.EditVerifier.Insertion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What another parser must find of an edit, however the edit was made. */
class EditVerifierTest {
  private static final List<Change> TO_Y = List.of(new Change("x", "y"));

  @Test
  void whatWasToChangeAndNothingElsePasses() {
    assertThat(EditVerifier.passes("a: x\nb: 1\n", "a: y\nb: 1\n", TO_Y)).isTrue();
    assertThat(EditVerifier.passes("a: x # x\n", "a: y\n", TO_Y)).as("a comment").isTrue();
    assertThat(EditVerifier.passes("a: x\n", "a: x\n", List.of())).isTrue();
    assertThat(
            EditVerifier.passes(
                "[x, x]", "[y, z]", List.of(new Change("x", "y"), new Change("x", "z"))))
        .isTrue();
  }

  @Test
  void jsonThatIsNoYamlIsRead() {
    assertThat(EditVerifier.passes("{\"a\":\t\"x\"}", "{\"a\":\t\"y\"}", TO_Y)).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "another value too        | {a: x, b: 1} | {a: y, b: 2}",
        "another text too         | {a: x, b: v} | {a: y, b: w}",
        "to something else        | {a: x}       | {a: z}",
        "from something else      | {a: w}       | {a: y}",
        "nothing                  | {a: x}       | {a: x}",
        "a key instead of a value | {x: 1}       | {y: 1}",
        "one value more           | {a: x}       | {a: y, b: 1}",
        "one value less           | {a: x, b: 1} | {a: y}",
        "a list instead of a text | {a: x}       | {a: [y]}",
        "no YAML before           | '{a: x'      | {a: y}",
        "no YAML behind           | {a: x}       | '{a: y'",
      })
  void anyOtherChangeDoesNotPass(String change, String before, String after) {
    assertThat(EditVerifier.passes(before, after, TO_Y)).isFalse();
  }

  @Test
  void aNumberThatBecomesAnotherDoesNotPass() {
    assertThat(EditVerifier.passes("a: 1\n", "a: 2\n", List.of(new Change("1", "2")))).isFalse();
  }

  @Test
  void aValueOfAnotherTypeMayBecomeAText() {
    assertThat(EditVerifier.passes("a: 1\n", "a: \"1\"\n", List.of(new Change("1", "1")))).isTrue();
    assertThat(EditVerifier.passes("a:\n", "a: y\n", List.of(new Change("", "y")))).isTrue();
    assertThat(EditVerifier.passes("a: [x]\n", "a: y\n", TO_Y)).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "as asked for         | {a: x, b: 1} | '{a: x, k: v, b: 1}' | true",
        "at the end           | {a: x}       | '{a: x, k: v}'       | true",
        "before the same key  | '[{a: x}, {k: v}]' | '[{a: x, k: v}, {k: v}]' | true",
        "with another value   | {a: x}       | '{a: x, k: w}'       | false",
        "as a number          | {a: x}       | '{a: x, k: 1}'       | false",
        "under another key    | {a: x}       | '{a: x, j: v}'       | false",
        "twice                | '[{a: x}, {}]' | '[{a: x, k: v}, {k: v}]' | false",
        "not at all           | {a: x}       | '{a: x}'             | false",
        "with another change  | {a: x}       | '{a: y, k: v}'       | false"
      })
  void aKeyIsInserted(String how, String before, String after, boolean expected) {
    assertThat(EditVerifier.passes(before, after, List.of(new Insertion("k", "v"))))
        .isEqualTo(expected);
  }

  @Test
  void changesAreExpectedInTheOrderOfTheFile() {
    assertThat(
            EditVerifier.passes(
                "[w, x]", "[v, y]", List.of(new Change("x", "y"), new Change("w", "v"))))
        .isFalse();
  }
}
