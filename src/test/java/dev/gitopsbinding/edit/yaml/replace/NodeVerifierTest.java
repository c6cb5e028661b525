package dev.gitopsbinding.edit.yaml.replace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.edit.yaml.replace.EditVerifier.Change;
import dev.gitopsbinding.edit.yaml.replace.EditVerifier.Edit;
import dev.gitopsbinding.edit.yaml.replace.EditVerifier.Insertion;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verification by nodes comes to the same answers as the one that parses both texts. */
class NodeVerifierTest {
  private static final List<Edit> TO_Y = List.of(new Change("x", "y"));

  /** What a text is made of; some of it makes documents of it that are no YAML. */
  private static final List<String> PARTS =
      List.of(
          "a: x\n",
          "b: x\n",
          "c: [x, y]\n",
          "d: {x: 1}\n",
          "e: |\n  x\n",
          "f: \"x\"\n",
          "--- \n",
          "---\n",
          "--- x\n",
          "---x\n",
          "...\n",
          "# --- x\n",
          "g:\n",
          "h: &h x\n",
          "i: *h\n",
          "- x\n",
          "j: 'x\n\n  ---'\n",
          "k: |\n ---\n",
          "%TAG ! tag:x,2000:\n",
          "l: 💡 x\n",
          "\n");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a: x; a: y; true",
        "a: x, b: x; a: y, b: x; true",
        "a: x, b: x; a: x, b: y; true",
        "a: x, b: x; a: y, b: y; false",
        "a: x, b: 1; a: y, b: 2; false",
        "a: x, b: 1; a: y; false",
        "a: x; a: y, b: 1; false",
        "a: x; b: y; false",
        "a: x; a: [y]; false",
        "a: [x]; a: [y, z]; false",
        "a: [x]; a: []; false",
        "---, a: x, ---, a: x; ---, a: x, ---, a: y; true",
        "---, a: x, ---, b: x; ---, a: y, ---, b: x; true",
        "---, a: x; ---, a: y, ---; false",
        "a: x; a: y, ---, b: 1; false",
        "a: x, ---, b: 1; a: y; false"
      })
  void readsExactlyTheEdits(String before, String after, boolean expected) {
    assertSame(lines(before), lines(after), TO_Y, expected);
  }

  @Test
  void readsAnInsertedEntry() {
    List<Edit> one = List.of(new Insertion("k", "v"));

    assertSame("- a: x\n", "- a: x\n  k: v\n", one, true);
    assertSame("- a: x\n  b: y\n", "- a: x\n  k: v\n  b: y\n", one, true);
    assertSame("- a: x\n", "- a: x\n", one, false);
    assertSame("- a: x\n", "- a: x\n  k: w\n", one, false);
    assertSame("- a: x\n", "- a: x\n  k: v\n  l: w\n", one, false);
    assertSame("- a: x\n", "- a: x\n  k: 1\n", List.of(new Insertion("k", "1")), false);
    assertSame("- k: x\n", "- k: v\n", one, false);
  }

  /** Jackson reads no alias as a key, so both texts are not compared there. */
  @Test
  void aliasStandsForTheNodeOfItsAnchor() {
    String text = "n: &a web\n*a : {t: x, l: [*a, &b {c: d}, *b], <<: *b}\n";

    assertThat(passes(text, text.replace("x", "y"))).isTrue();
    assertThat(passes(text, text.replace("x", "y").replace("[*a", "[web"))).isTrue();
    assertThat(passes(text, text.replace("x", "y").replace("[*a", "[*c"))).isFalse();
    assertThat(passes(text, text.replace("x", "y").replace("*b]", "*a]"))).isFalse();
    assertThat(passes(text, text.replace("x", "y").replace("*a :", "*b :"))).isFalse();
    assertThat(passes(text, text.replace("x", "y").replace("&a web", "web"))).isFalse();
    assertThat(passes("a: &a x\n---\nb: x\nc: [x]\n", "a: &a x\n---\nb: y\nc: [*a]\n"))
        .as("an anchor of another document")
        .isFalse();
    assertThat(passes("a: &a [x, *a]\nb: x\n", "a: &a [x, *a]\nb: y\n")).as("itself").isTrue();
  }

  private static boolean passes(String before, String after) {
    return EditVerifier.passes(((Result.Ok<YamlFile>) parsed(before)).value(), after, TO_Y);
  }

  @Test
  void stringIsDemandedOfAChange() {
    assertSame("a: 1\n", "a: 2\n", List.of(new Change("1", "2")), false);
    assertSame("a: 1\n", "a: \"2\"\n", List.of(new Change("1", "2")), true);
  }

  @RepeatedTest(300)
  void comesToTheSameAnswerAsTwoPasses() {
    // Given
    Random random = new Random();
    StringBuilder text = new StringBuilder();
    for (int parts = 1 + random.nextInt(8); parts > 0; parts--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    String before = text.toString();
    int at = before.indexOf('x', random.nextInt(before.length()));
    String after = at < 0 ? before + "z" : before.substring(0, at) + "y" + before.substring(at + 1);

    // Then
    if (parsed(before) instanceof Result.Ok<YamlFile>(YamlFile file)) {
      for (List<Edit> edits :
          List.of(TO_Y, List.<Edit>of(), List.<Edit>of(new Change("💡 x", "💡 y")))) {
        assertThat(EditVerifier.passes(file, after, edits))
            .as("%s\nto\n%s\nby %s", before, after, edits)
            .isEqualTo(EditVerifier.passes(before, after, edits));
      }
    }
  }

  private static void assertSame(String before, String after, List<Edit> edits, boolean expected) {
    YamlFile file = ((Result.Ok<YamlFile>) parsed(before)).value();
    assertThat(EditVerifier.passes(file, after, edits)).isEqualTo(expected);
    assertThat(EditVerifier.passes(before, after, edits)).isEqualTo(expected);
  }

  private static Result<YamlFile> parsed(String text) {
    return YamlFile.parse(
        new RepositoryPath("a.yaml"),
        Content.of(text.getBytes(StandardCharsets.UTF_8)),
        DefaultSettings.YAML_LIMITS);
  }

  private static String lines(String text) {
    return text.replaceAll("(?<=---|[a-z0-9\\]]), (?=[a-z]:|---)", "\n") + "\n";
  }
}
