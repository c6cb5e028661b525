package dev.gitopsbinding.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A parser of YAML 1.1 and one of YAML 1.2 read the same. */
class YamlTextTest {
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "yes",
          "NO",
          "on",
          "null",
          "~",
          "true",
          "y",
          "0123",
          "1e3",
          "1_000",
          "12:30:45",
          "a: b",
          "a #b",
          "a:",
          "- a",
          "*a",
          "&a",
          "!a",
          "@a",
          "`a",
          "%a",
          "\"a\"",
          "'a'",
          "{a}",
          "[a]",
          "a\tb",
          "a\\b",
          "a\u0000b",
          "a\u0085b",
          "a\u2028b",
          "\uFEFFa",
          "ä😀",
          "git@github.com:acme/web.git",
          "ssh://git@host:2222/a",
          "line\n",
          "line\nother\n",
          "  indented\nother\n",
          "no end\nof line",
          "tab\there\n",
          "---\n",
          "# comment\n");

  @Test
  void allTextsComeBack() throws IOException {
    // Given
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < ODD.size(); i++) {
      map.put("k" + i, ODD.get(i));
    }
    map.put("on", Map.of("list", List.of(Map.of("x", 7, "y", true), Map.of("a", "b"))));
    map.put("texts", ODD);
    map.put("none", null);
    map.put("empty", Map.of("list", List.of(), "map", Map.of()));
    map.put("lists", List.of(List.of("a", 1), List.of(), Map.of()));

    // When
    String yaml = YamlText.of(map);

    // Then
    assertThat(new YAMLMapper().readValue(yaml, Object.class)).isEqualTo(map);
    assertThat(new Load(LoadSettings.builder().build()).loadFromString(yaml)).isEqualTo(map);
  }
}
