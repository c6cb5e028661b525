package dev.gitopsbinding.installation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.apiserver.ApiServerExtension;
import dev.gitopsbinding.testing.apiserver.EnvtestBinaries;
import dev.gitopsbinding.testing.program.Command;
import dev.gitopsbinding.testing.program.Helm;
import dev.gitopsbinding.testing.program.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What `make release-dry-run` makes of the jar and the bill of materials that Maven has built. */
@ExtendWith(ApiServerExtension.class)
class ReleaseIT {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final Path MADE = Path.of("target/release");
  private static final String NAME = "gitopsbinding-operator";
  private static final String IMAGE = "registry.example/shop/" + NAME;
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir private static Path folder;
  private static Helm helm;
  private static String version;
  private static String report;
  private static Map<String, String> sums;

  @BeforeAll
  static void make() throws IOException {
    helm = Helm.find(folder);
    version = Command.in(HERE).run("src/build/release/version.sh");
    report = release();
    sums = digests();
  }

  @Test
  void theSameSourcesMakeTheSameFiles() throws IOException {
    // When
    release();

    // Then
    assertThat(digests()).isEqualTo(sums).hasSize(6);
  }

  @Test
  void theChecksumsAreThoseOfTheFilesAndTheReportNamesThem() {
    Command.Output checked =
        Command.in(HERE.resolve(MADE))
            .attempt(new byte[0], "sha256sum", "--check", "--strict", "SHA256SUMS");

    assertThat(checked.exitCode()).as(checked.toString()).isZero();
    assertThat(checked.text().lines()).hasSize(4).allMatch(line -> line.endsWith(": OK"));
    assertThat(report).contains("dry run").contains(sums.keySet()).contains("1 Deployment");
  }

  @Test
  void oneFileInstallsWhatTheFoldersDo() throws IOException {
    // Given
    Map<String, JsonNode> one = objects(Files.readString(MADE.resolve("install.yaml")));
    Map<String, JsonNode> expected = new TreeMap<>(objects(kustomize("deploy/crds")));
    expected.putAll(objects(kustomize("deploy/operator")));

    // Then
    assertThat(one.keySet()).isEqualTo(expected.keySet());
    JsonNode deployment = one.get("Deployment " + NAME);
    ObjectNode container = (ObjectNode) deployment.at("/spec/template/spec/containers").path(0);
    assertThat(container.path("image").asText()).isEqualTo(IMAGE + ":" + version + "@" + DIGEST);
    container.put("image", NAME + ":" + version);
    one.forEach((name, object) -> assertThat(object).as(name).isEqualTo(expected.get(name)));
  }

  @Test
  void theApiServerTakesThatFileAtOnce(ApiServer api) {
    ApiServer.Output applied =
        api.kubectl(
            "apply",
            "--server-side",
            "--force-conflicts",
            "-f",
            MADE.resolve("install.yaml").toString());

    assertThat(applied.exitCode()).as(applied.text()).isZero();
    assertThat(applied.text())
        .contains("deployment.apps/" + NAME, "customresourcedefinition")
        .doesNotContain("Warning");
  }

  @Test
  void theChartRunsTheImageOfTheRelease() {
    Command.Output rendered =
        helm.attempt(
            List.of(
                "template",
                NAME,
                MADE.resolve(NAME + "-" + version + ".tgz").toString(),
                "--kube-version=1.36.0"));

    assertThat(rendered.exitCode()).as(rendered.toString()).isZero();
    assertThat(rendered.text()).contains("image: \"" + IMAGE + ":" + version + "@" + DIGEST + "\"");
  }

  @Test
  void theArchiveRunsAndSaysItsVersion() {
    // Given
    Command.in(folder)
        .run(
            "tar", "-xzf", HERE.resolve(MADE).resolve(NAME + "-" + version + ".tar.gz").toString());
    Path jar = folder.resolve(NAME + "-" + version).resolve(NAME + ".jar");

    // When
    String operator = run("-jar", jar.toString(), "--version");
    String commands = run("-cp", jar.toString(), "dev.gitopsbinding.cli.CliMain", "--version");

    // Then
    assertThat(operator)
        .startsWith(NAME + " " + version + " (revision ")
        .endsWith(")")
        .hasLineCount(1);
    assertThat(commands).startsWith("gitopsbinding " + version + " (revision ");
    assertThat(plugin(jar.getParent())).isEqualTo(commands);
  }

  @Test
  void theBillOfMaterialsNamesEveryLibrary() throws IOException {
    // Given
    JsonNode bill =
        new ObjectMapper().readTree(MADE.resolve(NAME + "-" + version + ".cdx.json").toFile());
    List<String> named = new ArrayList<>();
    bill.path("components")
        .forEach(
            component ->
                named.add(
                    component.path("name").asText()
                        + "-"
                        + component.path("version").asText()
                        + ".jar"));
    // Annotations for the compiler: a library's pom asks for them, and nothing loads them.
    named.removeIf(name -> name.startsWith("jspecify-"));

    // Then
    try (Stream<Path> libraries = Files.list(Path.of("target/lib"))) {
      assertThat(libraries.map(library -> library.getFileName().toString()))
          .hasSizeGreaterThan(50)
          .containsExactlyInAnyOrderElementsOf(named);
    }
    assertThat(bill.at("/metadata/component/version").asText()).isEqualTo(version);
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
  }

  /** The launcher beside the jar, as kubectl finds it. */
  private static String plugin(Path unpacked) {
    return Command.in(folder)
        .with(Map.of("JAVA_HOME", System.getProperty("java.home")))
        .run(unpacked.resolve("kubectl-gitopsbinding").toString(), "--version");
  }

  private static String run(String... arguments) {
    return Command.in(folder)
        .run(
            Stream.concat(Stream.of(JavaProgram.tool("java")), Stream.of(arguments))
                .toArray(String[]::new));
  }

  private static String release() {
    return Command.in(HERE)
        .with(
            Map.of(
                "IMAGE",
                IMAGE,
                "IMAGE_DIGEST",
                DIGEST,
                "HELM",
                helm.program().toString(),
                "KUBECTL",
                EnvtestBinaries.find().kubectl().toString()))
        .run("src/build/release/release.sh");
  }

  private static Map<String, String> digests() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(MADE)) {
      for (Path file : files.toList()) {
        found.put(
            file.getFileName().toString(),
            Command.in(HERE).run("sha256sum", file.toString()).split(" ", 2)[0]);
      }
    }
    return found;
  }

  private static String kustomize(String path) {
    return Command.in(HERE).run(EnvtestBinaries.find().kubectl().toString(), "kustomize", path);
  }

  private static Map<String, JsonNode> objects(String yaml) throws IOException {
    Map<String, JsonNode> objects = new TreeMap<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      while (documents.hasNext()) {
        JsonNode object = documents.next();
        objects.put(
            object.path("kind").asText() + " " + object.at("/metadata/name").asText(), object);
      }
    }
    return objects;
  }
}
