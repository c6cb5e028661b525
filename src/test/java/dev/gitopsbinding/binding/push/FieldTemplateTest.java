package dev.gitopsbinding.binding.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTemplateTest {
  private static final Set<String> KNOWN = Set.of("namespace", "name");

  @Test
  void variablesAreReplacedAsTheyStand() {
    FieldTemplate template = FieldTemplate.parse("a/{{namespace}}/{{ name }}.{x}", KNOWN);

    assertThat(template.render(Map.of("namespace", "$1\\", "name", "{{namespace}}")))
        .isEqualTo("a/$1\\/{{namespace}}.{x}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{{tag}}", "{{#name}}x{{/name}}", "{{name", "name}}", "{{{name}}}", "{{}}"})
  void nothingElseCanBeUsed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FieldTemplate.parse(text, KNOWN))
        .withMessage("can use only the variables {{name}}, {{namespace}}");
  }
}
