package dev.gitopsbinding.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tags can be released, and what the notes of a release say. */
class ReleaseScriptsTest {
  private static final Path POM = Path.of("pom.xml");
  private static final Path CHART = ChartFiles.CHART.resolve("Chart.yaml");
  private static final Path KUSTOMIZATION = Path.of("deploy/operator/kustomization.yaml");
  private static final Path CHANGELOG = Path.of("CHANGELOG.md");
  private static final Path VERSION = Path.of("src/build/release/version.sh");
  private static final Path NOTES = Path.of("src/build/release/notes.sh");

  @TempDir private Path folder;

  /** A copy of the files that name a version, as those of version 1.2.3. */
  @BeforeEach
  void copy() throws IOException {
    for (Path file : new Path[] {POM, CHART, KUSTOMIZATION, VERSION, NOTES}) {
      Path copy = folder.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.writeString(
          copy,
          Files.readString(file)
              .replace("0.1.0-SNAPSHOT", "1.2.3")
              .replace("version: 0.1.0", "version: 1.2.3"));
      copy.toFile().setExecutable(Files.isExecutable(file));
    }
    Files.writeString(
        folder.resolve(CHANGELOG),
        """
        # Changelog

        ## [Unreleased]

        - Later.

        ## [1.2.3] - 2026-12-01

        ### Added

        - What is new ([page](docs/page.md)).

        ## [1.2.2] - 2026-11-01

        - Before.

        [1.2.3]: https://example.com
        """);
  }

  @Test
  void printsTheVersionWithAndWithoutItsTag() {
    assertThat(version().text()).isEqualTo("1.2.3");
    assertThat(version("v1.2.3").text()).isEqualTo("1.2.3");
  }

  @Test
  void namesEachFileThatHasAnotherVersion() throws IOException {
    replace(CHART, "appVersion: 1.2.3", "appVersion: 1.2.2");
    replace(KUSTOMIZATION, "newTag: 1.2.3", "newTag: 1.2.4");

    assertThat(version())
        .satisfies(output -> assertThat(output.exitCode()).isEqualTo(1))
        .extracting(Command.Output::errors)
        .asString()
        .contains(
            "Chart.yaml: appVersion has to be 1.2.3", "kustomization.yaml: newTag has to be 1.2.3");
  }

  @Test
  void refusesATagOfAnotherVersion() {
    assertThat(version("v1.2.4").errors()).contains("v1.2.4: pom.xml has the version 1.2.3");
    assertThat(version("1.2.3").errors()).contains("1.2.3: is no version by SemVer");
    assertThat(version("v01.2.3").errors()).contains("v01.2.3: is no version by SemVer");
  }

  @Test
  void refusesToReleaseASnapshotOrWithoutNotes() throws IOException {
    replace(CHANGELOG, "## [1.2.3] - 2026-12-01", "## [1.2.3]");
    assertThat(version("v1.2.3").errors()).contains("no heading '## [1.2.3] - YEAR-MONTH-DAY'");

    for (Path file : new Path[] {POM, CHART, KUSTOMIZATION}) {
      replace(file, "1.2.3", "1.2.3-SNAPSHOT");
    }
    replace(CHART, "version: 1.2.3-SNAPSHOT", "version: 1.2.3");
    replace(CHART, "appVersion: 1.2.3", "appVersion: 1.2.3-SNAPSHOT");
    assertThat(version("v1.2.3-SNAPSHOT").errors()).contains("1.2.3-SNAPSHOT is no release");
  }

  @Test
  void theNotesAreTheSectionOfTheVersionAndHowToCheckIt() {
    assertThat(notes("1.2.3"))
        .startsWith(
            "### Added\n\n- What is new ([page](https://github.com/acme/op/blob/v1.2.3/docs/page.md)).\n")
        .contains("/releases/download/v1.2.3/install.yaml", "cosign verify ghcr.io/acme/op:1.2.3")
        .contains("oci://ghcr.io/acme/charts/gitopsbinding-operator --version 1.2.3")
        .doesNotContain("Later", "Before", "example.com");
    assertThat(notes("1.2.4-SNAPSHOT")).startsWith("- Later.");
  }

  @Test
  void aVersionWithoutNotesIsRefused() {
    Command.Output output = attempt(NOTES, "1.2.4", "ghcr.io/acme/op");

    assertThat(output.exitCode()).isEqualTo(1);
    assertThat(output.errors()).contains("nothing below '## [1.2.4]'");
  }

  private String notes(String version) {
    return attempt(NOTES, version, "ghcr.io/acme/op").text();
  }

  private Command.Output version(String... tag) {
    return attempt(VERSION, tag);
  }

  private Command.Output attempt(Path script, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = folder.resolve(script).toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Command.in(folder).attempt(new byte[0], command);
  }

  private void replace(Path file, String old, String now) throws IOException {
    Path copy = folder.resolve(file);
    assertThat(copy).content().contains(old);
    Files.writeString(copy, Files.readString(copy).replace(old, now));
  }
}
