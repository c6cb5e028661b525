package dev.gitopsbinding.git.store.read;

import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static dev.gitopsbinding.git.LaneFixture.remote;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.program.Command;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the trees of our commits with those of the git command line. */
class TreePathTest {
  private static final Content NEW = Content.of("new\n".getBytes(UTF_8));

  @AutoClose private final LaneFixture fixture = new LaneFixture();
  private final GitRepository repository = fixture.repository("deploy");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "top.yaml",
        "apps/web/deployment.yaml",
        "apps-x/f",
        "apps.yaml",
        "apps/web.yaml",
        "apps/web-x",
        "run.sh",
        "ü/ß 日本.yaml",
        "a b/'q' \"d\"/-dash",
        "a/b/c/d/e/f/g/h/deep",
        ".github/x",
        "many/0500"
      })
  void makesTheTreeThatGitMakes(String path) {
    // Given
    String base = commitManyShapes();
    // When
    pushed(fixture.push(remote("deploy"), change(AUTHOR, path, _ -> edited())));
    // Then
    assertThat(repository.git("rev-parse", "main^{tree}")).isEqualTo(treeByGit(base, path));
    assertThat(repository.git("rev-parse", "main^")).isEqualTo(base);
    assertThat(repository.git("fsck", "--strict")).isEmpty();
  }

  @Fault(value = "not a regular file", holds = "I4")
  @ParameterizedTest
  @CsvSource({
    "gone.yaml, FILE_NOT_FOUND",
    "apps/gone/f, FILE_NOT_FOUND",
    "apps/web, FILE_IS_DIRECTORY",
    "top.yaml/f, FILE_NOT_FOUND",
    "link.yaml, FILE_IS_SYMLINK",
    "linked/deployment.yaml, FILE_IS_SYMLINK",
    "module, FILE_IS_SUBMODULE",
    "module/f, FILE_IS_SUBMODULE",
    "large.yaml, FILE_TOO_LARGE",
  })
  void refusesWhatIsNoRegularFile(String path, Reason reason) {
    // Given
    String base = commitManyShapes();
    // When
    var result = fixture.push(remote("deploy"), change(AUTHOR, path, _ -> edited()));
    // Then
    assertThat(failure(result).reason()).isEqualTo(reason);
    assertThat(failure(result).message()).contains(reason.remedy());
    assertThat(repository.tip("main")).isEqualTo(base);
  }

  @Test
  void readsAFileOfExactlyTheLimit() {
    // Given
    repository.commit("main", "f", "x".repeat(fixture.settings.fileSizeLimit()));
    // When
    pushed(fixture.push(remote("deploy"), change(AUTHOR, "f", _ -> edited())));
    // Then
    assertThat(repository.text("main", "f")).isEqualTo("new\n");
  }

  private static EditResult edited() {
    return new EditResult.Edited(NEW, List.of("old"));
  }

  private String commitManyShapes() {
    String blob = object("old\n");
    StringBuilder index = new StringBuilder();
    for (String file :
        List.of(
            "top.yaml",
            "apps/web/deployment.yaml",
            "apps/web.yaml",
            "apps/web-x",
            "apps-x/f",
            "apps.yaml",
            "apps0",
            "ü/ß 日本.yaml",
            "a b/'q' \"d\"/-dash",
            "a/b/c/d/e/f/g/h/deep",
            "a/b/c/other",
            ".github/x")) {
      entry(index, "100644", blob, file);
    }
    for (int i = 0; i < 1000; i++) {
      entry(index, "100644", blob, "many/%04d".formatted(i));
    }
    entry(index, "100755", blob, "run.sh");
    entry(index, "120000", object("top.yaml"), "link.yaml");
    entry(index, "120000", object("apps/web"), "linked");
    entry(index, "160000", "1".repeat(40), "module");
    entry(index, "100644", object("x".repeat(fixture.settings.fileSizeLimit() + 1)), "large.yaml");
    git().feed(index.toString().getBytes(UTF_8), "git", "update-index", "-z", "--index-info");
    String commit = repository.git("commit-tree", "-m", "base", git().run("git", "write-tree"));
    repository.git("update-ref", "refs/heads/main", commit);
    return commit;
  }

  private static void entry(StringBuilder index, String mode, String object, String path) {
    index.append(mode).append(' ').append(object).append('\t').append(path).append('\0');
  }

  private String treeByGit(String base, String path) {
    git().run("git", "read-tree", base);
    String mode = path.equals("run.sh") ? "100755" : "100644";
    git().run("git", "update-index", "--cacheinfo", mode, object("new\n"), path);
    return git().run("git", "write-tree");
  }

  private String object(String content) {
    return git().feed(content.getBytes(UTF_8), "git", "hash-object", "-w", "--stdin").text();
  }

  private Command git() {
    return Command.in(repository.directory())
        .with(Map.of("GIT_INDEX_FILE", fixture.folder.path().resolve("index").toString()));
  }
}
