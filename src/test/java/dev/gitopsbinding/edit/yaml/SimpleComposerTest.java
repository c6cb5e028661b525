package dev.gitopsbinding.edit.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.GoldenCase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        .contains(engine(text, MOST).orElseThrow());
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
    assertThat(engine(text, MOST)).as("YAML").isPresent();
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
    assertThat(engine(text, MOST)).as("not YAML").isEmpty();
  }

  @Test
  void readsFilesAsTheEngineDoes() {
    List<String> files = files().toList();

    assertThat(countOfRead(files)).isGreaterThan(files.size() * 3 / 4);
  }

  @RepeatedTest(20)
  void readsChangedFilesAsTheEngineDoes() {
    Random random = new Random();
    List<String> files =
        files()
            .filter(text -> text.length() < 5000)
            .map(text -> RandomYaml.changed(text, random))
            .toList();

    assertThat(countOfRead(files)).isGreaterThan(files.size() / 5);
  }

  @RepeatedTest(20)
  void readsRandomTextsAsTheEngineDoes() {
    Random random = new Random();
    List<String> texts = Stream.generate(() -> RandomYaml.text(random)).limit(500).toList();

    assertThat(countOfRead(texts)).isGreaterThan(texts.size() / 20);
  }

  @Test
  void countsAsTheEngineDoes() {
    String deep = "- ".repeat(NodeCounter.MAX_DEPTH) + "a\n";

    assertIsRead("a: [1, {}]\n", 5, true);
    assertIsRead("a: [1, {}]\n", 4, false);
    assertIsRead("- a:\n  b: |\n    c\n- d\n-\n", 9, true);
    assertIsRead("- a:\n  b: |\n    c\n- d\n-\n", 7, false);
    assertIsRead(deep, MOST, true);
    assertIsRead("- " + deep, MOST, false);
    assertIsRead(deepThroughout(650), MOST, true);
    assertIsRead(deepThroughout(760), MOST, false);
    for (int items = 650; items < 760; items++) {
      assertIsRead(deepThroughout(items), MOST, engine(deepThroughout(items), MOST).isPresent());
    }
  }

  /** Each of many items is in 150 sequences. */
  private static String deepThroughout(int items) {
    return "- ".repeat(149) + "[" + "1,".repeat(items) + "1]\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s: 1\n", "- %s: 1\n", "a: {%s: 1}\n", "a: {'%s': 1}\n"})
  void longKeysAreLeftToTheEngine(String text) {
    boolean quoted = text.contains("'");
    String key = "a".repeat(quoted ? 998 : 1000);

    assertIsRead(text.formatted(key), MOST, true);
    assertThat(SimpleComposer.documents(text.formatted(key + "a"), MOST)).isEmpty();
    assertThat(engine(text.formatted(key + "a"), MOST)).isPresent();
  }

  /** Both read it, or none of them does. */
  private static void assertIsRead(String text, int maxValues, boolean read) {
    assertThat(engine(text, maxValues).isPresent()).as(text).isEqualTo(read);
    assertThat(SimpleComposer.documents(text, maxValues).isPresent()).as(text).isEqualTo(read);
  }

  private static Stream<String> files() {
    return GoldenCase.all()
        .map(golden -> new String(golden.input().bytes(), StandardCharsets.UTF_8));
  }

  /** How many of the texts are read, each as the engine reads it. */
  private static int countOfRead(List<String> texts) {
    int count = 0;
    for (String text : texts) {
      Optional<List<String>> simple = described(SimpleComposer.documents(text, MOST));
      if (simple.isPresent()) {
        assertThat(simple).as(text).isEqualTo(engine(text, MOST));
        count++;
      }
    }
    return count;
  }

  /** Empty if the text is not YAML. */
  private static Optional<List<String>> engine(String text, int maxValues) {
    try {
      List<Node> documents = new ArrayList<>();
      BoundedComposer.of(text, maxValues).forEachRemaining(documents::add);
      return described(Optional.of(documents));
    } catch (YamlEngineException _) {
      return Optional.empty();
    }
  }

  private static Optional<List<String>> described(Optional<List<Node>> documents) {
    return documents.map(
        nodes -> {
          List<String> lines = new ArrayList<>();
          for (Node node : nodes) {
            lines.add("document");
            describe(node, 0, lines);
          }
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
        "%d %s %s %s %s %s %s"
            .formatted(
                depth,
                what,
                node.getTag(),
                node.getAnchor(),
                node.isRecursive(),
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
