package dev.gitopsbinding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files around the code agree with each other. {@code make lint} checks the scripts. */
class RepositoryFilesTest {
  private static final Path WORKFLOWS = Path.of(".github/workflows");

  @Test
  void everyActionIsGivenByDigestWithItsVersionBesideIt() throws IOException {
    try (var files = Files.list(WORKFLOWS)) {
      for (Path workflow : files.toList()) {
        assertThat(found("uses: (.*)", workflow))
            .as("%s: write ACTION@DIGEST # vVERSION", workflow)
            .isNotEmpty()
            .allSatisfy(
                action ->
                    assertThat(action)
                        .matches(
                            "[\\w/.-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+|\\./\\.github/.*\\.yml"));
      }
    }
  }

  @Test
  void theWrapperHasAMavenWithAChecksum() throws IOException {
    Path wrapper = Path.of(".mvn/wrapper/maven-wrapper.properties");

    assertThat(found("distributionType=(.*)", wrapper)).containsExactly("only-script");
    assertThat(found("distributionUrl=.*-([0-9.]+)-bin\\.zip", wrapper)).hasSize(1);
    assertThat(found("distributionSha256Sum=(.*)", wrapper))
        .singleElement()
        .asString()
        .matches("[0-9a-f]{64}");
    assertThat(Path.of("mvnw")).isExecutable();
  }

  @Test
  void makeTakesTheMavenThatTheBuildAccepts() throws IOException {
    assertThat(found("VERSION=([0-9.]+) #", Path.of("src/build/find-mvn.sh")))
        .hasSize(1)
        .isEqualTo(
            found("(?s)<requireMavenVersion>\\s*<version>\\[([0-9.]+),\\)", Path.of("pom.xml")));
  }

  @Test
  void theLintersRunBeforeAllTestsAndChecks() throws IOException {
    for (String target : List.of("test", "verify")) {
      assertThat(found("(?m)^" + target + ":([^#]*)", Path.of("Makefile")))
          .as("make %s", target)
          .singleElement()
          .asString()
          .contains("lint");
    }
  }

  @Test
  void everyTargetThatAHookRunsExists() throws IOException {
    List<String> targets = found("(?m)^(\\w+):(?!=)", Path.of("Makefile"));

    assertThat(found("entry: make (\\w+)", Path.of(".pre-commit-config.yaml")))
        .isNotEmpty()
        .isSubsetOf(targets);
  }

  @Test
  void everyVersionThatAHookTakesIsFixed() throws IOException {
    assertThat(found("additional_dependencies: \\[(.*)]", Path.of(".pre-commit-config.yaml")))
        .isNotEmpty()
        .allSatisfy(dependency -> assertThat(dependency).matches("[a-z-]+==[0-9.]+"));
  }

  @Test
  void anImageIsBuiltWithoutTests() throws IOException {
    List<String> copied = found("(?m)^COPY (?!--)(\\S+) ", Path.of("Dockerfile"));

    assertThat(copied)
        .containsExactlyInAnyOrder("pom.xml", ".mvn", "src/build", "src/main", "src/training");
    assertThat(found("(?m)^!(.*)", Path.of(".dockerignore")))
        .containsExactlyInAnyOrderElementsOf(copied);
  }

  private static List<String> found(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map(RepositoryFilesTest::firstGroup)
        .toList();
  }

  private static String firstGroup(MatchResult result) {
    return result.group(1).strip();
  }
}
