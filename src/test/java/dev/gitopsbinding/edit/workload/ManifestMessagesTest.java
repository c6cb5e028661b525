package dev.gitopsbinding.edit.workload;

import static dev.gitopsbinding.testing.MessageAssert.assertOneLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users read where a file cannot be edited: the file, what is wrong there, the next step. */
class ManifestMessagesTest {
  private static final String REPOSITORY = "ghcr.io/acme/web";
  private static final String DIGEST = "@sha256:" + "ab".repeat(32);
  private static final String LONG_TAG = ":" + "0123456789".repeat(4);
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

  static Stream<Arguments> otherObjects() {
    String web = deployment("web", "web", REPOSITORY + ":old");
    return Stream.of(
        Arguments.of(
            "apps/t/deployment.yaml",
            web,
            "webb",
            "apps/t/deployment.yaml has no Deployment webb; it has Deployment web (line 1). Correct"
                + " spec.target.name, or, where the file names it differently than the cluster, set"
                + " spec.manifest.object.name."),
        Arguments.of(
            "apps/t/deployment.yaml",
            web.replace("Deployment", "StatefulSet"),
            "web",
            "apps/t/deployment.yaml has no Deployment web; it has StatefulSet web (line 1). Name the"
                + " file that holds Deployment web in spec.manifest.path."),
        Arguments.of(
            "kust/kustomization.yaml",
            "resources: [web.yaml]\n",
            "web",
            "kust/kustomization.yaml is a Kustomization; its 'images:' cannot be edited yet. Name"
                + " the file that holds Deployment web in spec.manifest.path."),
        Arguments.of(
            "chart/values.yaml",
            "image: {repository: ghcr.io/acme/web, tag: old}\n",
            "web",
            "chart/values.yaml holds no Kubernetes object. Helm values cannot be edited yet; name a"
                + " plain manifest in spec.manifest.path."));
  }

  @Fault(
      value = "target not in the file",
      holds = {"I2", "I4"})
  @ParameterizedTest
  @MethodSource("otherObjects")
  void aFileWithoutTheTargetIsSaidToHoldWhatItHolds(
      String path, String text, String target, String expected) {
    // When
    Failure failure = failure(path, text, target, ANY);

    // Then
    assertThat(failure.reason()).isEqualTo(Reason.TARGET_NOT_IN_FILE);
    assertThat(failure.message()).isEqualTo(expected);
  }

  @Test
  void anObjectThatIsNotInTheFileIsCorrectedWhereItIsNamed() {
    // Given
    var object = new ObjectSelector("spec.manifest.object", "Deployment", "dev-web", List.of(""));

    // When
    Failure failure =
        failure(
            "web.yaml",
            deployment("web", "web", REPOSITORY + ":old"),
            new ImageSelector(object, ANY, REPOSITORY));

    // Then
    assertThat(failure.message())
        .isEqualTo(
            "web.yaml has no Deployment dev-web; it has Deployment web (line 1). Correct"
                + " spec.manifest.object.name.");
  }

  @Test
  void aWrongContainerIsToldWhereTheImageIs() {
    String text = deployment("web", "web", REPOSITORY + ":old");

    assertThat(failure("apps/g/deployment.yaml", text, "web", List.of("app")).message())
        .isEqualTo(
            "apps/g/deployment.yaml: Deployment web has no container app; the image is in container"
                + " web (line 9). Set spec.target.containers to [web], or remove it.");
  }

  @Test
  void anotherImageIsShown() {
    String text = deployment("web", "web", "nginx:1");

    for (List<String> containers : List.of(ANY, List.of("*"), List.of("web"), List.of("app"))) {
      assertThat(failure("web.yaml", text, "web", containers).message())
          .isEqualTo(
              "web.yaml: Deployment web (line 1) has no container with the image ghcr.io/acme/web;"
                  + " it has nginx:1 in container web (line 9). Correct spec.image.name.");
    }
  }

  @Test
  void aDigestIsShownWholeWithWhyItIsNoUse() {
    String text = deployment("web", "web", REPOSITORY + LONG_TAG + DIGEST);

    assertThat(failure("web.yaml", text, "web", ANY).message())
        .isEqualTo(
            "web.yaml, line 9: the image of container web is pinned by a digest ("
                + REPOSITORY
                + LONG_TAG
                + DIGEST
                + "). The digest decides which image runs, so a new tag would change nothing."
                + " Remove '@' and everything after it from the image.");
  }

  @Test
  void anImageInTwoContainersNamesBoth() {
    String text =
        deployment("web", "web", REPOSITORY + ":old")
            + "        - {name: side, image: 'ghcr.io/acme/web:old'}\n";

    assertThat(failure("web.yaml", text, "web", ANY).message())
        .isEqualTo(
            "web.yaml: Deployment web has the image ghcr.io/acme/web more than once: container web"
                + " (line 9), container side (line 11). Name those to write in"
                + " spec.target.containers, or set it to [\"*\"] for all.");
  }

  @Test
  void anObjectThatIsThereTwiceNamesBoth() {
    String text = deployment("web", "web", REPOSITORY + ":old");

    assertThat(failure("web.yaml", text + "---\n" + text, "web", ANY).message())
        .isEqualTo(
            "web.yaml holds Deployment web more than once: Deployment web (line 1), Deployment web"
                + " (line 12). Remove all but one, or split the file.");
  }

  @Test
  void everyMessageOfAFileIsASentenceOnOneLine() {
    Stream.of(
            failure("web.yaml", "size 1\noid x: y: z", "web", ANY),
            failure("web.yaml", "", "web", ANY),
            failure("web.yaml", "version https://git-lfs.github.com/spec/v1\n", "web", ANY),
            failure("web.yaml", "a: 1\na: 2\n", "web", ANY),
            failure("web.yaml", "kind: Deployment\nmetadata: {name: \"w\\nb\"}", "web", ANY),
            failure("web.yaml", "x: *\u202Eevil\n", "web", ANY))
        .map(Failure::message)
        .forEach(
            message -> {
              assertOneLine(message);
              assertThat(message).startsWith("web.yaml").endsWith(".").doesNotContain("..");
            });
  }

  private static Arguments broken(String text, String expected) {
    return Arguments.of(text, expected);
  }

  private static Arguments template(int line, String text) {
    return Arguments.of(line, text);
  }

  private static String deployment(String name, String container, String image) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: %s
        spec:
          template:
            spec:
              containers:
                - image: %s
                  name: %s
        """
        .formatted(name, image, container);
  }

  private static Failure failure(String path, String text, String target, List<String> containers) {
    return failure(
        path,
        text,
        new ImageSelector(
            new ObjectSelector(
                "spec.target", "Deployment", target, List.of(ObjectSelector.NO_NAMESPACE)),
            containers,
            REPOSITORY));
  }

  private static Failure failure(String path, String text, ImageSelector selector) {
    Content content = Content.of(text.getBytes(StandardCharsets.UTF_8));
    return switch (new WorkloadImageEditor(new RepositoryPath(path), selector, YamlLimits.DEFAULT)
        .read(content)) {
      case Result.Ok<List<String>>(var found) -> throw new AssertionError("found " + found);
      case Result.Failed<List<String>>(Failure failure) -> failure;
    };
  }
}
