package dev.gitopsbinding.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code preview} says before it contacts any host. Loopback addresses are not allowed. */
class PreviewCommandTest {
  private static final String SECRET_VALUE = "c2VjcmV0-not base64";

  private static final String SPEC =
      """
      target: {name: web}
      image: {name: ghcr.io/acme/web}
      source: {url: "https://127.0.0.1:9/web.git", ref: {branch: main}}
      manifest: {url: "https://127.0.0.1:9/deploy.git", ref: {branch: main}, secretRef: {name: git}, path: web.yaml}
      """;

  @TempDir private Path folder;

  @Test
  void anAddressThatTheOperatorRefusesIsRefusedHereToo() throws IOException {
    CommandRun run = preview(binding("web", SPEC));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).startsWith("default/web: fail (AddressNotAllowed): spec.source");
    assertThat(run.errors()).isEmpty();
  }

  @Test
  void theVariablesOfTheLauncherAreNoSettings() throws IOException {
    // Given
    Map<String, String> environment =
        Pattern.compile("GITOPSBINDING_[A-Z_]+")
            .matcher(Files.readString(Path.of("src/plugin/kubectl-gitopsbinding")))
            .results()
            .collect(Collectors.toMap(MatchResult::group, _ -> "1", (one, _) -> one));
    assertThat(environment).containsKeys("GITOPSBINDING_PLUGIN", "GITOPSBINDING_HOME");

    // When
    CommandRun run = preview(environment, binding("web", SPEC));
    CommandRun mistyped = preview(Map.of("GITOPSBINDING_HOMES", "1"), binding("web", SPEC));

    // Then
    assertThat(run.errors()).isEmpty();
    assertThat(run.output()).startsWith("default/web: fail (AddressNotAllowed): spec.source");
    assertThat(mistyped.errors()).contains("GITOPSBINDING_HOMES");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "target: {name: web} | target: {nam: web} | spec.target.nam is not known",
        "name: web | name: 17 | spec.target.name cannot be read",
        "target: {name: web} | suspend: 'true' | spec.suspend cannot be read",
        "target: {name: web} | mode: DryRun | spec.mode must be Write or Preview",
        "target: {name: web} | target: null | spec.target is missing",
        "path: web.yaml | path: /web.yaml | spec.manifest.path",
        "ref: {branch: main} | ref: [main] | spec.source.ref cannot be read",
      })
  void aSpecThatIsNotValidIsToldByItsField(String part, String other, String message)
      throws IOException {
    String replacement =
        other.contains("target") || !part.contains("target") ? other : part + "\n" + other;

    CommandRun run = preview(binding("web", SPEC.replaceFirst(regex(part), replacement)));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).startsWith("default/web: fail (InvalidSpec): " + message);
  }

  @Test
  void aSuspendedBindingIsPreviewedIfAskedFor() throws IOException {
    // Given
    String text = binding("web", SPEC + "suspend: true\n");

    // Then
    assertThat(preview(text).exitCode()).isZero();
    assertThat(preview(text).output()).startsWith("default/web: hold (Suspended): ");
    assertThat(preview(text, "--resumed").output())
        .startsWith("default/web: fail (AddressNotAllowed): ");
  }

  @Test
  void allBindingsOfAllDocumentsAreTold() throws IOException {
    // Given
    String text =
        binding("one", SPEC)
            + "---\n"
            + binding("two", SPEC + "suspend: true\n")
            + "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n";

    // When
    CommandRun run = preview(text, "-n", "shop");

    // Then
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("shop/one: fail"),
            line -> assertThat(line).startsWith("shop/two: hold"));
    assertThat(run.errors())
        .isEqualToNormalizingNewlines(
            "Ignored: Deployment web is neither a GitOpsBinding of gitopsbinding.dev nor a Secret\n");
  }

  @Test
  void aNameDoesNotSteerTheTerminal() throws IOException {
    CommandRun run = preview(binding("\"web\\e[2J\\u202e\"", SPEC));

    assertThat(run.output()).startsWith("default/web").contains("fail (");
    assertThat(run.output()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void noValueOfASecretIsPrinted() throws IOException {
    // Given
    String secret =
        """
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: git, annotations: {gitopsbinding.dev/hosts: "git.example"}}
        %s: {password: "%s", username: bot}
        """;
    String text =
        binding(
            "web",
            SPEC.replace("127.0.0.1:9", "git.example")
                .replace("main}}", "main}, secretRef: {name: git}}"));

    // When
    CommandRun broken = preview(text + secret.formatted("data", SECRET_VALUE));
    CommandRun elsewhere =
        preview(
            text.replace("git.example", "elsewhere.example")
                + secret.formatted("stringData", SECRET_VALUE));

    // Then
    assertThat(broken.output())
        .startsWith("default/web: fail (SecretInvalid): spec.source.secretRef: Secret default/git");
    assertThat(elsewhere.output()).startsWith("default/web: fail (SecretNotConsented): ");
    assertThat(broken.output() + broken.errors() + elsewhere.output() + elsewhere.errors())
        .doesNotContain(SECRET_VALUE, "c2VjcmV0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-f - --secret -", "-f x --context 1000", "-f x --push"})
  void wrongUsageHasAnExitCodeOfItsOwn(String arguments) {
    CommandRun run = CommandRun.of(("preview " + arguments).strip().split(" "));

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.output()).isEmpty();
  }

  @Test
  void filesWithoutABindingAreAnError() throws IOException {
    CommandRun none = preview("apiVersion: v1\nkind: Secret\nmetadata: {name: git}\n");
    CommandRun missing = CommandRun.of("preview", "-f", folder.resolve("none.yaml").toString());

    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.errors()).contains("There is no GitOpsBinding in the files");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.errors()).contains("none.yaml does not exist");
  }

  private static String regex(String text) {
    return Pattern.quote(text);
  }

  private CommandRun preview(String text, String... more) throws IOException {
    return preview(Map.of(), text, more);
  }

  private CommandRun preview(Map<String, String> environment, String text, String... more)
      throws IOException {
    Path file = Files.writeString(folder.resolve("in.yaml"), text);
    String[] arguments = new String[3 + more.length];
    arguments[0] = "preview";
    arguments[1] = "-f";
    arguments[2] = file.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return CommandRun.of(environment, arguments);
  }

  private static String binding(String name, String spec) {
    return """
    apiVersion: gitopsbinding.dev/v1alpha1
    kind: GitOpsBinding
    metadata: {name: %s}
    spec:
    """
            .formatted(name)
        + spec.indent(2);
  }
}
