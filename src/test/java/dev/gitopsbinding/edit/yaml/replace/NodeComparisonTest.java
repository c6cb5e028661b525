package dev.gitopsbinding.edit.yaml.replace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.DefaultSettings;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.nodes.Node;

class NodeComparisonTest {
  @ParameterizedTest
  @CsvSource({
    "'a: [1, {b: c}]', '\n\n  a:\n  - 1\n  - b: c\n'",
    "'a: |\n  b\n', '  a: |\n    b\n'",
    "'a: \"b\"', 'a: ''b'''",
    "'a: &x 1\nb: *x\nc: &y 1', 'a: &z 1\nb: *z\nc: &w 1'",
    "'a: &x [*x]', 'a: &x [*x]'",
    "'a\n---\nb', '---\na\n---\nb'",
  })
  void placesAndStylesDoNotCount(String text, String other) {
    assertThat(isSame(text, other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'a: 1', 'a: 2'",
    "'a: 1', 'b: 1'",
    "'a: 1', 'a: ''1'''",
    "'a: 1', 'a: !!str 1'",
    "'a: 1', 'a: [1]'",
    "'a: 1', '- a'",
    "'a: {}', 'a: []'",
    "'a: 1', 'a: 1\nb: 2'",
    "'- 1', '- 1\n- 2'",
    "'a: 1', 'a: 1\n---\nb'",
    "'a: &x 1\nb: *x', 'a: &x 1\nb: &x 1'",
    "'a: &x 1\nb: &y 1\nc: *x', 'a: &x 1\nb: &y 1\nc: *y'",
  })
  void allElseDoes(String text, String other) {
    assertThat(isSame(text, other)).isFalse();
    assertThat(isSame(other, text)).isFalse();
  }

  private static boolean isSame(String text, String other) {
    return NodeComparison.isSame(documents(text), documents(other));
  }

  private static List<Node> documents(String text) {
    return ((Result.Ok<YamlFile>)
            YamlFile.ofText(new RepositoryPath("a.yaml"), text, DefaultSettings.YAML_LIMITS))
        .value()
        .documents();
  }
}
