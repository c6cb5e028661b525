package dev.gitopsbinding.git.source.paths;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.paths.PathFilter;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.program.Command;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code git log --first-parent} says of filters and histories. */
final class GitLogJudge {
  private GitLogJudge() {}

  /** A filter, and a history to apply it to. */
  record Case(int history, PathFilter filter) {
    String pathspecs() {
      return Stream.concat(
              filter.include().stream().map(":(glob)"::concat),
              filter.exclude().stream().map(":(exclude,glob)"::concat))
          .map("'%s'"::formatted)
          .collect(Collectors.joining(" "));
    }
  }

  /** All commits that git names, in one process of the shell. */
  static List<List<CommitSha>> answers(GitRepository git, List<Case> cases) {
    String script =
        cases.stream()
            .map(
                one ->
                    "git log --first-parent --format=%%H refs/heads/h%d -- %s || exit 1\necho .\n"
                        .formatted(one.history(), one.pathspecs()))
            .collect(Collectors.joining());
    String output = Command.in(git.directory()).feed(script.getBytes(UTF_8), "sh").text().strip();
    List<List<CommitSha>> answers =
        Arrays.stream(output.split("\\.(\\n|$)", -1))
            .limit(cases.size())
            .map(text -> text.lines().map(CommitSha::new).toList())
            .toList();
    assertThat(answers).hasSameSizeAs(cases);
    return answers;
  }
}
