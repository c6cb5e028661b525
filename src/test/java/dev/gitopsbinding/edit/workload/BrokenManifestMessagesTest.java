package dev.gitopsbinding.edit.workload;

import static dev.gitopsbinding.edit.workload.ManifestFixture.REPOSITORY;
import static dev.gitopsbinding.edit.workload.ManifestFixture.deployment;
import static dev.gitopsbinding.edit.workload.ManifestFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.testing.Fault;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a file that is no YAML. */
class BrokenManifestMessagesTest {
  private static final List<String> ANY = List.of();

  /** Nothing of the parser, and nothing of Java, in the user's words. */
  private static final List<String> FOREIGN =
      List.of(
          "Exception", "snakeyaml", "token", "scanning", "parsing", "<", "null", "..", "simple");

  static Stream<Arguments> brokenYaml() {
    return Stream.of(
        broken("a:\n\tb: 1\n", ", line 2, column 1: a tab cannot be used for indentation"),
        broken("a: 1\nb: c: d\n", ", line 2, column 5: this ':' is not expected"),
        broken("a:\n  b: 'x\nc: 1\n", ", line 2, column 6: a quote, '[' or '{' that begins here"),
        broken(
            "a: [1\nb: 2\n", ", line 2, column 2: a ',' is missing, or the bracket of line 1 is"),
        broken("a: [1\n", ", line 1, column 4: a quote, '[' or '{' that begins here"),
        broken("a: 1\nb\nc: 2\n", ", line 3, column 1: the line before has no ':'"),
        broken("a: @x\n", ", line 1, column 4: a text that begins with this character"),
        broken("a: *x\n", ", line 1, column 4: the alias *x has no anchor before it"),
        broken("a: {b: 1]\n", ", line 1, column 9: a ',' is missing, or the bracket of line 1 is"),
        broken("- a\nb: 1\n", ", line 2, column 1: this is not valid YAML"),
        broken("a: \"\\q\"\n", ", line 1, column 6: this is not valid YAML"),
        broken("%FOO\na", ", line 2, column 1: this is not valid YAML"),
        broken("a: \"x\u0001\"\n", ", line 1: the character U+0001 is not allowed"),
        broken("? [a]\n: b\n", ": a key is a mapping or a list"),
        broken("%YAML 2.0\n---\na\n", ": YAML version 2.0 cannot be read"),
        broken("[".repeat(300), ": it is nested deeper than 200 levels"));
  }

  @Fault(value = "broken YAML", holds = "I4")
  @ParameterizedTest
  @MethodSource("brokenYaml")
  void brokenYamlIsExplainedInOwnWords(String text, String expected) {
    // When
    Failure failure = failure("apps/web.yaml", text, "web", ANY);

    // Then
    assertThat(failure.reason()).isEqualTo(Reason.FILE_NOT_YAML);
    assertThat(failure.message())
        .startsWith("apps/web.yaml" + expected)
        .endsWith(". Correct the YAML.")
        .doesNotContain(FOREIGN);
  }

  static Stream<Arguments> templates() {
    String deployment = deployment("web", "web", REPOSITORY + ":old");
    return Stream.of(
        template(4, deployment.replace("name: web\nspec", "name: {{ .Values.name }}\nspec")),
        template(9, deployment.replace(REPOSITORY + ":old", "{{ .Values.image | quote }}")),
        template(9, deployment.replace(REPOSITORY + ":old", "'" + REPOSITORY + ":{{ .tag }}'")),
        template(1, "{{- if .Values.web }}\n" + deployment + "{{- end }}\n"),
        template(1, "{{/* what it is for */}}\n" + deployment),
        template(6, deployment.replace("  template:", "  {{- toYaml .Values.x | nindent 2 }}")),
        template(3, "# {{ no }}\na: '{{ no }}'\nb: {{ .yes }}\nc: {{ .later }}\n"),
        template(4, "a: |\n  {{ no }}\nb: \"{{ no }}\" # {{ no }}\n{{ .yes }}\n"));
  }

  @ParameterizedTest
  @MethodSource("templates")
  void aTemplateIsNamedWithTheLineWhereItBegins(int line, String text) {
    assertThat(failure("chart/templates/web.yaml", text, "web", ANY).message())
        .isEqualTo(
            "chart/templates/web.yaml, line "
                + line
                + ": '{{' begins a template. Only plain YAML can be edited: name a file with"
                + " rendered manifests in spec.manifest.path.");
  }

  static Stream<String> bracesThatAreNoTemplate() {
    return Stream.of(
        "a: '{{ x }}'\nb: [\n",
        "# {{ x }}\nb: [\n",
        "a: |\n  {{ x }}\nb: [\n",
        "b: 'c: [\n{{ x }}",
        "b: ]\nc: {{ x }}\n");
  }

  @ParameterizedTest
  @MethodSource("bracesThatAreNoTemplate")
  void bracesThatDidNotStopTheParserAreNotBlamed(String text) {
    assertThat(failure("web.yaml", text, "web", ANY).message())
        .doesNotContain("template")
        .contains("line ");
  }

  @Test
  void aFileFullOfBracesIsExplainedSoon() {
    for (String text :
        List.of(
            "# " + "{{".repeat(500_000) + "\n[",
            "\"" + "{{".repeat(500_000) + "\": [",
            "a: '{{'\n".repeat(20_000) + "[")) {
      assertThat(failure("web.yaml", text, "web", ANY).reason()).isEqualTo(Reason.FILE_NOT_YAML);
    }
  }

  private static Arguments broken(String text, String expected) {
    return Arguments.of(text, expected);
  }

  private static Arguments template(int line, String text) {
    return Arguments.of(line, text);
  }
}
