package dev.gitopsbinding.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.GoldenCase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What is read without the engine is exactly what the engine reads, or nothing. */
class SimpleComposerTest {
  private static final int MOST = 100_000;

  /** What changes the meaning of a text wherever it stands. */
  private static final String ODD = "  \n\n--::##''\"\"{}[],,||>>&*!?%@`\\+.1ab~=<\t\ré\u2028💡";

  private static final List<String> PARTS =
      List.of(
          "a:",
          "b: ",
          "- ",
          "-",
          "\n",
          "\n",
          "\n  ",
          "\n    ",
          " ",
          "x",
          "'y'",
          "\"z\"",
          "# c",
          " # c",
          "|",
          ">-",
          "|+\n",
          "{a: b}",
          "[1, 'x']",
          "{}",
          "\n---\n",
          "a: b",
          "k: v\n",
          "- n: 1\n",
          "  deep: er",
          ": ",
          "#",
          "é",
          "...",
          "--- x",
          "\n\n",
          "  \n",
          "{a: [b, {}]}",
          "http://x:1",
          "'it''s'",
          "<<: *a",
          "&a ",
          "? ",
          "{\"a\":1}",
          "-x");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# only a comment",
        "---\n# nothing\n---\n\na: 1\n---",
        "a: 1",
        "a: 1\n\n# end\n  # end",
        "a:\nb:\n  c:   # nothing\n  d: x y#z  # a comment\n",
        "  a: 1\n  b:\n  - 1\n  -\n  -   c: 2\n      d: 3\n  e: http://x/#y\n",
        "a:\n- - 1\n  - - 2\n-\n  - 3\n- b:\n  - 4\n  c: -5\n",
        "- a\n- 'b: c' # d\n- \"# e\": f\n- -g\n- é ü\n",
        "a: {b: [1, {}, []], \"c\":'d' , e : f g, h: 1:2}   # i\nj: [ -x, k ]\n",
        "a: |\n  b\n   c\n\n  # d\n\n\ne: |-\n\n    f\n\ng: |+\n  h\n\n# i\nj: | # k\n l",
        "a: >\n  b\n  c\n\n  d\n    e\n  f\n\n\n  g\nh: >-\n  i\n  j\n  \nk: >+\n  l\n   \n\n",
        "- |\n  a\n- b: >\n    c\n  d: e\n",
        "a: |\n  b\n   ",
        "a: |\n  b\n  ",
        "\n\n- a:\n\n  # b\n\n    c: d\n",
        "a b : c\n'd' : e\n",
        "a: \"b\\\"c\\\\d\\n\\te\"\nb: 'c''d'\nc: ''\nd: {\"\\\\\": ''}\n"
      })
  void readsWhatTheEngineReads(String text) {
    assertThat(described(SimpleComposer.documents(text, MOST)))
        .as(text)
        .contains(engine(text).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "[a]",
        "a: b\n c\n",
        "a: 'b\n  c'\n",
        "a: [b,\n  c]\n",
        "a: \"\\x41\"\n",
        "a: &x 1\nb: *x\n",
        "a: !!str 1\n",
        "%YAML 1.2\n---\na: 1\n",
        "a: 1\n...\n",
        "--- a\n",
        "---a: 1\n",
        "a: b # \t\n",
        "a: 1\r\nb: 2\r\n",
        "a: |2\n   b\n",
        "a: |\nb: 1\n",
        "? a\n: b\n",
        "a: {b, c}\n",
        "a: [b: c]\n",
        "a: [b, ]\n",
        "a: [b:]\n",
        "a: [b] # 💡\n",
        "a: 1\n\u2028b: 2\n"
      })
  void leavesTheRestToTheEngine(String text) {
    assertThat(SimpleComposer.documents(text, MOST)).isEmpty();
    assertThat(engine(text)).as("YAML").isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: b: c\n",
        "a: 1\n  b: 2\n",
        "  a: 1\n b: 2\n",
        "a:\n    b: 1\n  c: 2\n",
        "- a\nb: 1\n",
        "a: 1\n- b\n",
        "a: - b\n",
        "a: 'b' c\n",
        "a: \"b\"\"c\"\n",
        "a: \"b\\'c\"\n",
        "a: 'b''\n",
        "a: {b: c} d\n",
        "a: [b\n",
        "a: 'b\n",
        "a\nb: 1\n",
        "a: @b\n",
        "a: |\n   \n  b\n",
        "a: \u0001\n"
      })
  void readsNoErrors(String text) {
    assertThat(SimpleComposer.documents(text, MOST)).isEmpty();
    assertThat(engine(text)).as("not YAML").isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.gitopsbinding.edit.GoldenCase#all")
  void readsFilesAsTheEngineDoes(GoldenCase golden) {
    assertIsAsOfTheEngine(new String(golden.input().bytes(), StandardCharsets.UTF_8));
  }

  @RepeatedTest(20)
  void readsChangedFilesAsTheEngineDoes() {
    Random random = new Random();
    for (GoldenCase golden : GoldenCase.all().toList()) {
      StringBuilder text =
          new StringBuilder(new String(golden.input().bytes(), StandardCharsets.UTF_8));
      if (text.length() < 5000) {
        for (int change = random.nextInt(3); change >= 0; change--) {
          change(text, random);
        }
        assertIsAsOfTheEngine(text.toString());
      }
    }
  }

  @RepeatedTest(20)
  void readsRandomTextsAsTheEngineDoes() {
    Random random = new Random();
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(12); part >= 0; part--) {
        text.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      assertIsAsOfTheEngine(text.toString());
    }
  }

  @Test
  void isBoundedAsTheEngineIs() {
    String deep = "- ".repeat(NodeCounter.MAX_DEPTH) + "a\n";

    assertThat(SimpleComposer.documents("a: [1, {}]\n", 5)).isPresent();
    assertThat(SimpleComposer.documents("a: [1, {}]\n", 4)).isEmpty();
    assertThat(SimpleComposer.documents(deep, MOST)).isPresent();
    assertThat(SimpleComposer.documents("- " + deep, MOST)).isEmpty();
    assertThat(SimpleComposer.documents("a".repeat(1000) + ": 1\n", MOST)).isPresent();
    assertThat(SimpleComposer.documents("a".repeat(1001) + ": 1\n", MOST)).isEmpty();
    assertThat(SimpleComposer.documents("a: {" + "b".repeat(1001) + ": 1}\n", MOST)).isEmpty();
    assertThat(SimpleComposer.documents("a: {'" + "b".repeat(1001) + "': 1}\n", MOST)).isEmpty();
  }

  private static void change(StringBuilder text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int removed = Math.min(random.nextInt(3), text.length() - at);
    int from = random.nextInt(ODD.length());
    String added = ODD.substring(from, Math.min(ODD.length(), from + random.nextInt(3)));
    text.replace(at, at + removed, added);
  }

  private static void assertIsAsOfTheEngine(String text) {
    Optional<List<String>> simple = described(SimpleComposer.documents(text, MOST));
    if (simple.isPresent()) {
      assertThat(simple).as(text).isEqualTo(engine(text));
    }
  }

  /** Empty if the text is not YAML. */
  private static Optional<List<String>> engine(String text) {
    try {
      List<Node> documents = new ArrayList<>();
      BoundedComposer.of(text, MOST).forEachRemaining(documents::add);
      return described(Optional.of(documents));
    } catch (YamlEngineException _) {
      return Optional.empty();
    }
  }

  private static Optional<List<String>> described(Optional<List<Node>> documents) {
    return documents.map(
        nodes -> {
          List<String> lines = new ArrayList<>();
          nodes.forEach(node -> describe(node, 0, lines));
          return lines;
        });
  }

  private static void describe(Node node, int depth, List<String> lines) {
    String what =
        switch (node) {
          case ScalarNode scalar -> scalar.getScalarStyle().name() + " <" + scalar.getValue() + ">";
          case MappingNode mapping -> mapping.getFlowStyle() + " mapping";
          case SequenceNode sequence -> sequence.getFlowStyle() + " sequence";
          default -> throw new AssertionError(node);
        };
    lines.add(
        "%d %s %s %s %s %s"
            .formatted(
                depth,
                what,
                node.getTag(),
                node.getAnchor(),
                place(node.getStartMark()),
                place(node.getEndMark())));
    switch (node) {
      case MappingNode mapping ->
          mapping
              .getValue()
              .forEach(
                  entry -> {
                    describe(entry.getKeyNode(), depth + 1, lines);
                    describe(entry.getValueNode(), depth + 1, lines);
                  });
      case SequenceNode sequence ->
          sequence.getValue().forEach(item -> describe(item, depth + 1, lines));
      default -> {}
    }
  }

  private static String place(Optional<Mark> mark) {
    return mark.map(at -> at.getIndex() + "/" + at.getLine() + "/" + at.getColumn()).orElseThrow();
  }
}
