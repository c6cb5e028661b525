package dev.gitopsbinding.installation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, the completion and the krew manifest of the kubectl plugin. */
class PluginFilesTest {
  private static final Path LAUNCHER = Path.of("src/plugin/kubectl-gitopsbinding").toAbsolutePath();
  private static final Path COMPLETION =
      Path.of("src/plugin/kubectl_complete-gitopsbinding").toAbsolutePath();
  private static final Path MANIFEST = Path.of("deploy/krew/gitopsbinding.yaml");

  @TempDir private Path folder;

  /** A JDK that prints its arguments, and a kubectl that knows one binding. */
  @BeforeEach
  void makeStandIns() throws IOException {
    script(
        "jdk/bin/java",
        "#!/bin/sh\necho \"plugin=$GITOPSBINDING_PLUGIN\"; printf '%s\\n' \"$@\"\n");
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    script(
        "bin/kubectl",
        "#!/bin/sh\ncase $* in *gitopsbindings*--namespace=shop*) echo gitopsbinding.gitopsbinding.dev/web ;; esac\n");
  }

  @Test
  void startsTheJarThatLiesInShare() throws IOException {
    Path jar = install();
    Files.createDirectories(folder.resolve("links"));
    Path link =
        Files.createSymbolicLink(
            folder.resolve("links/kubectl-gitopsbinding"),
            folder.resolve("bin/kubectl-gitopsbinding"));

    Command.Output output = run(Map.of(), link.toString(), "why", "web with a space");

    assertThat(output.exitCode()).as(output.toString()).isZero();
    assertThat(output.text().lines())
        .contains("plugin=1", jar.toRealPath().toString(), "dev.gitopsbinding.cli.CliMain")
        .endsWith("why", "web with a space")
        .noneMatch(line -> line.contains("AOT"));
  }

  @Test
  void usesTheCacheWithTheJvmThatMadeIt() throws IOException {
    Path jar = install();
    Path cache = jar.resolveSibling("kubectl-gitopsbinding.aot");
    Files.writeString(cache, "");
    Files.writeString(jar.resolveSibling("java-home"), folder.resolve("jdk") + "\n");

    Command.Output output =
        run(
            Map.of("JAVA_HOME", "/nonexistent"),
            folder.resolve("bin/kubectl-gitopsbinding").toString());

    assertThat(output.text()).contains("-XX:AOTCache=" + cache.toRealPath());
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Command.Output withoutJar = run(Map.of(), LAUNCHER.toString(), "list");
    assertThat(withoutJar.exitCode()).isEqualTo(1);
    assertThat(withoutJar.errors())
        .contains("gitopsbinding-operator.jar is neither in", "Install the plugin again");

    install();
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"21.0.1\"\n");
    Command.Output old =
        run(
            Map.of("HOME", "/nonexistent"),
            folder.resolve("bin/kubectl-gitopsbinding").toString(),
            "list");
    // There may be another JDK in the usual places, which finds no class in an empty jar.
    assertThat(old.errors()).containsAnyOf("no Java 25", "Could not find or load main class");
    assertThat(old.text()).doesNotContain("plugin=1");
  }

  @Test
  void completesCommandsBindingsAndOptions() {
    assertThat(complete("")).contains("why", "create", ":4");
    assertThat(complete("why", "-n", "shop", "")).containsExactly("web", ":4");
    assertThat(complete("why", "-n", "elsewhere", "")).containsExactly(":4");
    assertThat(complete("sync", "--")).contains("--wait", "--namespace");
    assertThat(complete("migrate", "")).containsExactly(":0");
  }

  /** The rules of krew's index for a manifest. */
  @Test
  void theManifestHasTheShapeThatKrewWants() throws IOException {
    JsonNode manifest = new YAMLMapper().readTree(MANIFEST.toFile());
    JsonNode spec = manifest.path("spec");
    JsonNode platform = spec.path("platforms").path(0);

    assertThat(manifest.path("apiVersion").asText())
        .isEqualTo("krew.googlecontainertools.github.com/v1alpha2");
    assertThat(manifest.path("kind").asText()).isEqualTo("Plugin");
    String name = manifest.path("metadata").path("name").asText();
    assertThat(MANIFEST.getFileName()).hasToString(name + ".yaml");
    assertThat(spec.path("version").asText()).isEqualTo("vVERSION");
    assertThat(spec.path("shortDescription").asText()).hasSizeBetween(1, 50).doesNotEndWith(".");
    assertThat(platform.path("uri").asText()).startsWith("https://").endsWith(".tar.gz");
    assertThat(platform.path("sha256").asText()).isEqualTo("SHA256");
    assertThat(platform.path("bin").asText()).isEqualTo(LAUNCHER.getFileName().toString());
    assertThat(platform.path("selector").path("matchExpressions").path(0).path("values"))
        .extracting(JsonNode::asText)
        .containsExactly("linux", "darwin");
    assertThat(List.of(LAUNCHER, COMPLETION)).allSatisfy(file -> assertThat(file).isExecutable());
  }

  private List<String> complete(String... words) {
    String[] command = new String[words.length + 1];
    command[0] = COMPLETION.toString();
    System.arraycopy(words, 0, command, 1, words.length);
    Command.Output output = run(Map.of(), command);
    assertThat(output.exitCode()).isZero();
    return Arrays.asList(output.text().split("\n"));
  }

  private Command.Output run(Map<String, String> environment, String... command) {
    var all =
        new HashMap<>(
            Map.of(
                "JAVA_HOME",
                folder.resolve("jdk").toString(),
                "PATH",
                folder.resolve("bin") + ":" + System.getenv("PATH")));
    all.putAll(environment);
    return Command.in(folder).with(all).attempt(new byte[0], command);
  }

  private Path install() throws IOException {
    Path share = Files.createDirectories(folder.resolve("share/gitopsbinding"));
    Files.copy(
        LAUNCHER, folder.resolve("bin/kubectl-gitopsbinding"), StandardCopyOption.COPY_ATTRIBUTES);
    return Files.writeString(share.resolve("gitopsbinding-operator.jar"), "");
  }

  private void script(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
