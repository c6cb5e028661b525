package dev.gitopsbinding.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.testing.git.SshGitServer;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git configuration in the home folder or the environment of the process has no effect. */
class IsolationIT {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();

  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void fillHome() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    Files.writeString(
        home.resolve(".gitconfig"),
        """
        [url "https://127.0.0.1:1/"]
          insteadOf = https://127.0.0.1
        [http]
          extraHeader = X-Home: was read
        """);
    Path program = home.resolve("ssh");
    Files.writeString(program, "#!/bin/sh\ntouch '" + home + "/was-run'\nexit 1\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void https() throws IOException {
    try (HttpGitServer server = HttpGitServer.https(CERTIFICATES.serverContext())) {
      // Given
      String commit = server.createRepository("web.git").commit("main", "README.md", "hello\n");

      // When
      String output = run(server.url("web.git"), file("ca.crt", CERTIFICATES.authorityPem()));

      // Then
      assertThat(output).contains(commit);
      assertThat(server.requests())
          .hasSize(2)
          .allMatch(request -> !request.headers().containsKey("X-home"));
      assertThat(home.toFile().list()).containsExactlyInAnyOrder(".gitconfig", "ssh");
    }
  }

  @Test
  void ssh() throws IOException {
    try (SshGitServer server = SshGitServer.start()) {
      // Given
      String commit = server.createRepository("web.git").commit("main", "README.md", "hello\n");

      // When
      String output =
          run(
              server.url("web.git"),
              file("key", server.privateKey()),
              file("known_hosts", server.knownHosts()));

      // Then
      assertThat(output).contains(commit);
      assertThat(home.toFile().list()).containsExactlyInAnyOrder(".gitconfig", "ssh");
    }
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  /** In another process, because the environment of this one cannot be changed. */
  private String run(String url, String... files) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                ReadingMain.class.getName(),
                url,
                folder.resolve("cache.git").toString()));
    command.addAll(List.of(files));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_CONFIG_HOME", home.toString());
    builder.environment().put("GIT_SSH", home.resolve("ssh").toString());
    Process process = builder.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
