package dev.gitopsbinding.testing.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The servers serve git's own command line. */
class TestServersIT {
  @TempDir Path folder;

  @Test
  void servesGitOverSsh() {
    try (SshGitServer server = SshGitServer.start()) {
      // Given
      GitRepository bare = server.createRepository("web.git");
      bare.commit("main", "README.md", "hello\n");

      // When
      pushOneCommit(server.url("web.git"), server.environment());

      // Then
      assertThat(bare.text("main", "more")).isEqualTo("");
      assertThat(bare.log("main", "%s")).containsExactly("more", "change README.md");
      assertThat(server.logins()).isEqualTo(2);
      assertThat(server.sessionPorts()).hasSize(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void servesGitOverHttp() {
    try (HttpGitServer server = HttpGitServer.http()) {
      // Given
      GitRepository bare = server.createRepository("web.git");
      bare.commit("main", "README.md", "hello\n");

      // When
      pushOneCommit(server.url("web.git"), Map.of());

      // Then
      assertThat(bare.log("main", "%s")).containsExactly("more", "change README.md");
      assertThat(server.requests()).isNotEmpty();
    }
  }

  @Test
  void aStandInServesGitOverSshToo() {
    try (SshGitServer server = SshGitServer.start()) {
      // Given
      GitRepository bare = server.createRepository("web.git");
      bare.commit("main", "README.md", "hello\n");
      server.stop();
      server.useStandIn();

      // When
      pushOneCommit(server.url("web.git"), server.environment());

      // Then
      assertThat(bare.log("main", "%s")).containsExactly("more", "change README.md");
      assertThat(server.sessionPorts()).hasSize(2).doesNotHaveDuplicates();
    }
  }

  private void pushOneCommit(String url, Map<String, String> environment) {
    GitRepository clone = GitRepository.clone(url, folder.resolve("clone"), environment);
    clone.write("more", "");
    clone.git("add", ".");
    clone.git("commit", "-q", "-m", "more");
    clone.git("push", "-q", "origin", "main");
  }
}
