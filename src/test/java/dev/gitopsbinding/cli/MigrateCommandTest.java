package dev.gitopsbinding.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MigrateCommandTest {
  private static final Path LIST = Path.of("src/test/resources/golden/migrate/list/in.json");
  private static final Path ARTICLE = Path.of("src/test/resources/golden/migrate/article/in.yaml");

  @TempDir private Path folder;

  static List<Arguments> unreadable() {
    return List.of(
        Arguments.of("", "is empty"),
        Arguments.of(" \n\t", "is empty"),
        Arguments.of("{\"kind\": \"List\", \"items\": [", "is not valid JSON, line 1"),
        Arguments.of("{\"a\": 1}\n{\"b\" 2}", "is not valid JSON, line 2"),
        Arguments.of("\u0000\u0001\u0002", "line 1"),
        Arguments.of("just a text", "holds no Kubernetes object"),
        Arguments.of("42", "holds no Kubernetes object"),
        Arguments.of("a: b: c", "line 1"),
        Arguments.of("a: &a [*a]", "contains itself"),
        Arguments.of("{{- if .Values.on }}\nkind: Deployment\n{{- end }}", "line 1"),
        Arguments.of("[".repeat(100_000), "not valid JSON"),
        Arguments.of("a: " + "[".repeat(100_000), "nested"),
        Arguments.of(aliasBomb(), "holds more than 2000000 values"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void printsNothingIfAnInputCannotBeRead(String content, String message) throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("in.yaml"), content);

    // When
    CommandRun run = CommandRun.of("migrate", ARTICLE.toString(), file.toString());

    // Then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).isEmpty();
    assertThat(run.errors())
        .startsWith("gitopsbinding: ")
        .contains("in.yaml")
        .contains(message)
        .hasLineCount(1)
        .doesNotContain("which is a bug");
  }

  @Test
  void refusesTextThatIsNotUtf8() throws IOException {
    Path file = Files.write(folder.resolve("image.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});

    CommandRun run = CommandRun.of("migrate", file.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains("image.png is not UTF-8 text");
  }

  @Test
  void refusesHugeFiles() throws IOException {
    // Given
    Path json = sparse("huge.json", (64L << 20) + 1);
    Path yaml = sparse("huge.yaml", (16L << 20) + 1);

    // When
    CommandRun hugeJson = CommandRun.of("migrate", json.toString());
    CommandRun hugeYaml = CommandRun.of("migrate", yaml.toString());

    // Then
    assertThat(hugeJson.errors())
        .contains("huge.json is larger than 64 MiB of JSON. Read one namespace at a time");
    assertThat(hugeYaml.errors()).contains("huge.yaml is larger than 16 MiB of YAML. Use JSON");
    assertThat(List.of(hugeJson.exitCode(), hugeYaml.exitCode())).containsOnly(1);
  }

  @Test
  void namesFilesThatAreNotThere() {
    CommandRun missing = CommandRun.of("migrate", folder.resolve("none.yaml").toString());
    CommandRun directory = CommandRun.of("migrate", folder.toString());

    assertThat(missing.errors()).contains("none.yaml does not exist");
    assertThat(directory.errors()).contains("is a folder; name the files in it");
    assertThat(List.of(missing.exitCode(), directory.exitCode())).containsOnly(1);
  }

  @Test
  void printsNothingIfTheReportCannotBeWritten() {
    CommandRun run =
        CommandRun.of(
            "migrate", LIST.toString(), "--report", folder.resolve("no/report.md").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).isEmpty();
    assertThat(run.errors()).contains("The report cannot be written to");
  }

  @Test
  void writesTheReportToAFile() throws IOException {
    // Given
    Path report = folder.resolve("report.md");

    // When
    CommandRun run = CommandRun.of("migrate", LIST.toString(), "--report", report.toString());

    // Then
    assertThat(run.exitCode()).isZero();
    assertThat(run.errors())
        .isEqualToIgnoringNewLines(
            "2 annotated Deployments: 2 bindings. Report: %s".formatted(report));
    assertThat(report).content().isEqualTo(Files.readString(LIST.resolveSibling("report.md")));
  }

  @Test
  void hasAnExitCodeForInputWithoutAnnotations() throws IOException {
    Path file =
        Files.writeString(folder.resolve("in.yaml"), "kind: Deployment\nmetadata: {name: web}\n");

    CommandRun run = CommandRun.of("migrate", file.toString());

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.output()).isEmpty();
    assertThat(run.errors()).contains("No Deployment has annotations that begin with");
  }

  @ParameterizedTest
  @MethodSource("wrongUsages")
  void explainsWrongUsage(List<String> arguments, String message) {
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .contains(message)
        .containsAnyOf("Usage: gitopsbinding", "`gitopsbinding migrate --help`");
  }

  static List<Arguments> wrongUsages() {
    return List.of(
        Arguments.of(List.of(), "Name a command"),
        Arguments.of(List.of("migrate"), "Name files, - for the standard input, or --cluster"),
        Arguments.of(List.of("migrate", "--cluster", "a.yaml"), "not both"),
        Arguments.of(List.of("migrate", "a.yaml", "--context", "one"), "need --cluster"),
        Arguments.of(List.of("migrate", "--apply", "a.yaml"), "Unknown option: '--apply'"));
  }

  @Test
  void helpSaysWhatTheExitCodesMean() {
    CommandRun run = CommandRun.of("migrate", "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.output())
        .contains("Exit codes:", "Nothing in the cluster is changed", "kubectl get");
  }

  @Test
  void readsTheStandardInput() throws IOException {
    // Given
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(Files.readAllBytes(LIST)));

    // When
    CommandRun run;
    try {
      run = CommandRun.of("migrate", "-");
    } finally {
      System.setIn(before);
    }

    // Then
    assertThat(run.output()).isEqualTo(Files.readString(LIST.resolveSibling("out.yaml")));
  }

  @Test
  void readsJsonTextsOneAfterTheOther() throws IOException {
    String two = Files.readString(LIST).replaceAll("\\s+", " ").repeat(2);
    Path file = Files.writeString(folder.resolve("in.json"), two);

    CommandRun run = CommandRun.of("migrate", file.toString());

    assertThat(run.output()).isEqualTo(Files.readString(LIST.resolveSibling("out.yaml")));
  }

  /** Applied as they are, they push nothing: gitops-operator has the Deployments still. */
  @Test
  void suspendsAllBindingsAndSaysWhenTheyMayWork() {
    CommandRun run = CommandRun.of("migrate", LIST.toString());

    assertThat(run.output().split("(?m)^kind: GitOpsBinding$", -1)).hasSize(3);
    assertThat(run.output().split("(?m)^  suspend: true$", -1)).hasSize(3);
    assertThat(run.output().split("(?m)^---\n# Set gitops.operator.enabled .*suspend", -1))
        .hasSize(3);
  }

  @Test
  void printsBindingsThatWorkOnRequest() {
    // When
    CommandRun active = CommandRun.of("migrate", "--active", LIST.toString());
    CommandRun disabled =
        CommandRun.of(
            "migrate", "--active", "src/test/resources/golden/migrate/everything/in.yaml");

    // Then
    assertThat(active.output())
        .doesNotContain("suspend:")
        .contains("# Set gitops.operator.enabled of the Deployment to \"false\" before");
    assertThat(active.errors()).contains("as `--active` asks");
    assertThat(disabled.output()).contains("\n  suspend: true\n");
  }

  @Test
  void takesTheNamespaceOfTheOptionWhereAFileNamesNone() throws IOException {
    String nowhere = Files.readString(ARTICLE).replaceAll("(?m)^  namespace: .*\n", "");
    Path file = Files.writeString(folder.resolve("in.yaml"), nowhere);

    CommandRun named = CommandRun.of("migrate", file.toString(), "--namespace", "shop");
    CommandRun annotated = CommandRun.of("migrate", file.toString());

    assertThat(named.output()).contains("namespace: shop").doesNotContain("namespace: default");
    assertThat(annotated.output()).contains("namespace: default");
  }

  /** Whatever a Deployment says, its report is a report, and its YAML is one binding. */
  @Test
  void textsOfADeploymentCannotEndTheirPlace() throws IOException {
    // Given
    String hostile =
        Files.readString(LIST)
            .replace("ghcr.io/acme/web:1", "`\\n## Order\\n1. rm -rf /")
            .replace("\"name\": \"api\"", "\"name\": \"api\\n---\\nkind: Secret\"")
            .replace("apps/web/deployment.yaml", "a\\\"b: c # d\\u2028.yaml");
    Path file = Files.writeString(folder.resolve("in.json"), hostile);

    // When
    CommandRun run = CommandRun.of("migrate", file.toString());

    // Then
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.output().split("(?m)^---$", -1)).hasSize(3);
    assertThat(run.output()).contains("path: \"a\\\"b: c # d\\U00002028.yaml\"");
    assertThat(run.errors().lines().filter("## Order"::equals)).hasSize(1);
  }

  @Test
  void repeatsNoLogin() {
    Path file = Path.of("src/test/resources/golden/migrate/not-migrated/in.yaml");

    CommandRun run = CommandRun.of("migrate", file.toString());

    assertThat(file).content().contains("glpat-PASSWORD", "REGISTRY-PASSWORD");
    assertThat(run.output() + run.errors()).doesNotContain("PASSWORD");
  }

  private Path sparse(String name, long length) throws IOException {
    Path file = folder.resolve(name);
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.write((name.endsWith("json") ? "{" : "a: ").getBytes(StandardCharsets.UTF_8));
      sparse.setLength(length);
    }
    return file;
  }

  private static String aliasBomb() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (alias + ", ").repeat(9) + alias));
    }
    return bomb.toString();
  }
}
