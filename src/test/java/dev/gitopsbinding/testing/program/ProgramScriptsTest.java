package dev.gitopsbinding.testing.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the scripts say that get a program, on a machine without Debian's tools, Go and downloads.
 */
class ProgramScriptsTest {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "basename",
          "cat",
          "chmod",
          "cksum",
          "cut",
          "dirname",
          "env",
          "grep",
          "head",
          "id",
          "mkdir",
          "mktemp",
          "mv",
          "rm",
          "sed",
          "sleep",
          "sort",
          "tail",
          "tr",
          "uname");

  @TempDir private Path folder;

  /** A PATH with nothing but what every machine has. */
  @BeforeEach
  void offerFewPrograms() throws IOException {
    Path programs = Files.createDirectory(folder.resolve("bin"));
    for (String tool : TOOLS) {
      Path script = programs.resolve(tool);
      Files.writeString(script, "#!/bin/sh\nexec %s \"$@\"\n".formatted(found(tool).orElseThrow()));
      assertThat(script.toFile().setExecutable(true)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "envtest/envtest.sh || Could neither download nor build etcd, kube-apiserver and kubectl | install Go 1. | KUBEBUILDER_ASSETS",
        "registry/registry.sh || Could neither download nor build a container registry | install Go 1. | REGISTRY_BINARY",
        "gitea/gitea.sh || Could not build Gitea | install Go 1. | GITEA_BINARY",
        "helm/helm.sh || Could not build Helm | install Go 1. | HELM_BINARY",
        "prometheus/promtool.sh || promtool | on Debian | PROMTOOL",
        "chromium/chromium.sh || Could not get Chromium | on Debian | CHROMIUM",
        "kstatus/kstatus.sh || Could not build | Install Go 1. | Go module proxy",
        "otlp/otlp.sh || Could not build | Install Go 1. | Go module proxy",
        "lint/linter.sh | shellcheck | Could not get shellcheck | install python3 with pip | SHELLCHECK",
        "lint/linter.sh | actionlint | Could not get actionlint | install Go 1. | ACTIONLINT",
        "scan/scan.sh | bom.cdx.json | Could not build osv-scanner | Install Go 1. | OSV_SCANNER"
      })
  void saysWhatToInstall(
      String script, String argument, String what, String install, String instead) {
    // When
    Stream<String> command =
        Stream.of(
            "env", "-i", "PATH=" + folder.resolve("bin"), "HOME=" + folder, "src/test/" + script);
    Command.Output output =
        Command.in(HERE)
            .with(Map.of())
            .attempt(
                new byte[0],
                Stream.concat(command, Stream.ofNullable(argument)).toArray(String[]::new));

    // Then
    assertThat(output.exitCode()).as(output.toString()).isNotZero();
    assertThat(output.errors())
        .contains(what, install, instead)
        .doesNotContain("command not found");
    assertThat(output.text()).as("nothing is taken for the program").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1.33, 1.34 1.37 1.36", "newest, 1.34 1.37 1.36"})
  void namesTheVersionsOfKubernetesThatThereAre(String version, String known) {
    Command.Output output =
        Command.in(HERE)
            .with(Map.of("KUBERNETES", version))
            .attempt(new byte[0], "src/test/envtest/envtest.sh");

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.errors()).contains("KUBERNETES=" + version, known);
  }

  private static Optional<Path> found(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
