package dev.gitopsbinding.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.gitea.GiteaForge;
import dev.gitopsbinding.forge.github.GitHubForge;
import dev.gitopsbinding.forge.gitlab.GitLabForge;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file under {@code forge} holds the answers for one commit as a forge documents them, with
 * their source and the day when it was read, and the state that they must be judged to be.
 */
class ForgeContractTest {
  private static final Path FOLDER = Path.of("src/test/resources/forge");
  private static final List<Forge> FORGES =
      List.of(new GitHubForge(), new GitLabForge(), new GiteaForge());

  static Stream<Path> contracts() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void isJudgedAsTheFileSays(Path file) throws Exception {
    // Given
    String text = Files.readString(file);
    assertThat(header(text, "source")).isNotEmpty();
    assertThat(header(text, "read")).isNotEmpty();
    Forge forge =
        FORGES.stream()
            .filter(one -> one.provider().equals(header(text, "forge")))
            .findFirst()
            .orElseThrow();
    String wanted = header(text, "names");
    List<String> names = wanted.isEmpty() ? List.of() : List.of(wanted.split(", "));
    List<Listing> listings = forge.listings(new CommitSha("1".repeat(40)), names);
    String[] sections = text.split("(?m)^--- ");
    assertThat(sections).as("a section for each listing").hasSize(listings.size() + 1);

    // When
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < listings.size(); i++) {
      String[] section = sections[i + 1].split("\n", 2);
      assertThat(listings.get(i).path()).contains(section[0]);
      checks.addAll(ListParser.parse(section[1], listings.get(i)));
    }
    CheckState state = CheckJudge.judge(checks, names);

    // Then
    assertThat(shown(state)).isEqualTo(header(text, "state"));
  }

  private static String shown(CheckState state) {
    return switch (state) {
      case CheckState.Passed() -> "passed";
      case CheckState.Pending(var running, var missing) ->
          "pending" + shown(" running ", running) + shown(" missing ", missing);
      case CheckState.Failed(var name, var result, var link) ->
          "failed %s %s %s".formatted(name, result, link);
    };
  }

  private static String shown(String lead, List<String> names) {
    return names.isEmpty() ? "" : lead + String.join(", ", names);
  }

  /** The value of a header line, or nothing. */
  private static String header(String text, String key) {
    String prefix = "# " + key + ": ";
    return text.lines()
        .takeWhile(line -> line.startsWith("#"))
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst()
        .orElse("");
  }
}
