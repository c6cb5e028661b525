package dev.gitopsbinding.model.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gitopsbinding.model.RepositoryPath;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected answers are git's; {@code TouchingCommitSearchTest} compares many more. */
class PathFilterTest {
  @ParameterizedTest
  @CsvSource({
    "services/web, services/web, true",
    "services/web, services/web/src/main.go, true",
    "services/web/, services/web/src/main.go, true",
    "services/web/, services/web, false",
    "services/web, services/website, false",
    "services/*, services/go.mod, true",
    "services/*, services/web/go.mod, false",
    "services/*/**, services/web/go.mod, true",
    "services/**, services/web/src/main.go, true",
    "services/**, services, false",
    "**/go.mod, go.mod, true",
    "**/go.mod, services/web/go.mod, true",
    "a/**/b, a/b, true",
    "a/**/b, a/x/y/b, true",
    "a/**b, a/xb, true",
    "a/**b, a/x/b, false",
    "a**, ab/c, true",
    "*a**, xa/c, false",
    "?, é, false",
    "??, é, true",
    "[a-c]/*.md, b/x.md, true",
    "[!a-c]/*.md, b/x.md, false",
    "[[:digit:]]*, 1a, true",
    "[a, [a, true",
    "[a*, [ab, false",
    "[a]/x, [a]/x, true",
    "[a]/x*, [a]/xy, true",
    "a[/]b, a/b, false",
  })
  void matchesAsGitDoes(String pattern, String path, boolean matches) {
    RepositoryPath file = new RepositoryPath(path);

    assertThat(new PathFilter(List.of(pattern), List.of()).matches(file)).isEqualTo(matches);
    assertThat(new PathFilter(List.of(), List.of(pattern)).matches(file)).isEqualTo(!matches);
    assertThat(new PathFilter(List.of("other", pattern), List.of("x")).matches(file))
        .isEqualTo(matches);
  }

  @Test
  void anExcludedFileDoesNotCountWhereverItsPatternStands() {
    PathFilter filter =
        new PathFilter(List.of("services", "docs/api.md"), List.of("**/*.md", "services/old"));

    assertThat(filter.matches(new RepositoryPath("services/web/main.go"))).isTrue();
    assertThat(filter.matches(new RepositoryPath("services/web/README.md"))).isFalse();
    assertThat(filter.matches(new RepositoryPath("services/old/main.go"))).isFalse();
    assertThat(filter.matches(new RepositoryPath("docs/api.md"))).isFalse();
  }

  @Test
  @Timeout(10)
  void aHostilePatternTakesNoMoreTimeThanItsLength() {
    // Given
    RepositoryPath path = new RepositoryPath("a/".repeat(500) + "a".repeat(3_000) + "/c");

    // Then
    for (String part : List.of("*a", "**/", "**/a/", "?*", "[a-z]*", "*?", "a*/")) {
      String hostile = part.repeat(PathFilter.MAX_LENGTH / part.length() - 1) + "b";
      List<String> some = Collections.nCopies(PathFilter.MAX_PATTERNS / 8, hostile);
      assertThat(new PathFilter(some, some).matches(path)).as(part).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/a", "a//b", "a//", "./a", "a/.", "..", "a/../b", ":a", ":(top)a", "!a", "a\\b",
        "a\nb", "*/", "a/[b]/", "a?/"
      })
  void refusesWhatTheSchemaRefuses(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PathFilter(List.of("a", pattern), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PathFilter(List.of(), List.of(pattern)));
  }

  @Test
  void refusesTooMuchAndNothing() {
    List<String> many = Collections.nCopies(PathFilter.MAX_PATTERNS + 1, "a");

    assertThatIllegalArgumentException().isThrownBy(() -> new PathFilter(List.of(), List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new PathFilter(many, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new PathFilter(List.of(), many));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PathFilter(List.of("a".repeat(257)), List.of()));
  }
}
