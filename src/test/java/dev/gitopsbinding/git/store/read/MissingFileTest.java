package dev.gitopsbinding.git.store.read;

import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message for a path that leads to no file. */
class MissingFileTest {
  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy.git");

  @Fault(value = "path in another case or misspelt", holds = "I4")
  @ParameterizedTest
  @CsvSource({
    "apps/A/deployment.yaml, apps/a/deployment.yaml",
    "APPS/a/Deployment.YAML, apps/a/deployment.yaml",
    "apps/a/deployment.yml, apps/a/deployment.yaml",
    "apps/a/deploymnet.yaml, apps/a/deployment.yaml",
    "app/a/deployment.yaml, apps/a/deployment.yaml",
    "apps/Web/only.yaml, apps/web/only.yaml",
    "top.yml, top.yaml",
    "ünï/ö.yaml, ünï/ü.yaml",
  })
  void namesTheFileThatMayBeMeant(String path, String meant) {
    // Given
    commit();

    // When
    Failure failure = read(path);

    // Then
    assertThat(failure.reason()).isEqualTo(Reason.FILE_NOT_FOUND);
    assertThat(failure.message())
        .isEqualTo(
            "spec.manifest.path: no file %s in ssh://example.com/deploy.git@main (commit %s). Did you mean %s?"
                .formatted(path, repository.tip("main").substring(0, 7), meant));
  }

  @ParameterizedTest
  @CsvSource({
    "apps/b/deployment.yaml, Add the file to the branch",
    "x, Add the file to the branch",
    "apps/a, is a directory",
    "apps/web/onl, Add the file to the branch",
    "apps/*/deployment.yaml, Patterns are not supported: name one file.",
    "apps/a/deployment.y?ml, Patterns are not supported: name one file.",
    "'apps/{a,b}/deployment.yaml', Patterns are not supported: name one file.",
  })
  void suggestsNothingWhereNothingIsLikeIt(String path, String says) {
    // Given
    commit();

    // When
    Failure failure = read(path);

    // Then
    assertThat(failure.message())
        .startsWith("spec.manifest.path: ")
        .contains(says)
        .endsWith(".")
        .doesNotContain("Did you mean");
  }

  @Test
  void aPushSaysTheSame() {
    // Given
    commit();

    // When
    Failure failure =
        failure(
            fixture.push(
                remote("deploy.git"),
                change(AUTHOR, "apps/A/deployment.yaml", _ -> new EditResult.AlreadyApplied())));

    // Then
    assertThat(failure).isEqualTo(read("apps/A/deployment.yaml"));
  }

  @Fault(
      value = "a path with thousands of folders that are nearly it",
      holds = {"I4", "I6"})
  @Test
  void theLookIsBounded() {
    // Given: each part has three folders that are like it, to a depth of six; the last has the file
    Map<String, String> files = new HashMap<>();
    for (int i = 0; i < 729; i++) {
      String[] digits = Integer.toString(729 + i, 3).substring(1).split("");
      files.put("folder-" + String.join("/folder-", digits) + "/other", "x");
    }
    files.put("folder-2/folder-2/folder-2/folder-2/folder-2/folder-2/deployment.yml", "x");
    repository.commit("main", files, "many");

    // When
    Failure failure = read("folder-9/folder-9/folder-9/folder-9/folder-9/folder-9/deployment.yaml");

    // Then
    assertThat(failure.message()).doesNotContain("Did you mean");
  }

  private void commit() {
    repository.commit(
        "main",
        Map.of(
            "apps/a/deployment.yaml", "x",
            "apps/web/other.yaml", "x",
            "apps/web/only.yaml", "x",
            "apps/wEb/any.yaml", "x",
            "ünï/ü.yaml", "x",
            "top.yaml", "x"),
        "files");
  }

  private Failure read(String path) {
    return failure(
        fixture.lanes.read(
            remote("deploy.git"),
            new RepositoryPath(path),
            Instant.MAX.minus(Duration.ofDays(1)),
            Duration.ofSeconds(30)));
  }
}
