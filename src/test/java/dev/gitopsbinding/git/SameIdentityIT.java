package dev.gitopsbinding.git;

import static dev.gitopsbinding.git.LaneFixture.PATIENCE;
import static dev.gitopsbinding.git.LaneFixture.await;
import static dev.gitopsbinding.git.LaneFixture.change;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.LaneFixture.pushed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.runtime.GitRuntime;
import dev.gitopsbinding.git.store.read.FileAtTip;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.GitSettingsBuilder;
import dev.gitopsbinding.testing.git.SshGitServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Two repositories of one plain sshd that one login may write, and whose URLs are one identity: one
 * path is relative to the login's home, the other begins at the root.
 */
@EnabledIf(
    value = "dev.gitopsbinding.testing.git.SshGitServer#isOpenSsh",
    disabledReason = "needs OpenSSH's sshd")
class SameIdentityIT {
  private static final RepositoryPath FILE = new RepositoryPath("f");
  private static final int PUSHES = 10;

  private final TemporaryFolder folder = TemporaryFolder.create("identity");
  private final SshGitServer ssh = SshGitServer.start();
  private final GitRuntime git =
      GitParts.start(
          GitSettingsBuilder.in(folder.path().resolve("caches")).allowLoopback(true).build());

  private GitRepository atRoot;
  private GitRepository atHome;
  private Remote root;
  private Remote home;

  SameIdentityIT() throws IOException {}

  @BeforeEach
  void make() throws IOException {
    ssh.servePlainly();
    String absolute = folder.path().toRealPath().resolve("x.git").toString();
    String relative = absolute.substring(1);
    atRoot = GitRepository.bare(folder.path().resolve("x.git"));
    Files.createDirectories(ssh.repositories().resolve(relative).getParent());
    atHome = GitRepository.bare(ssh.repositories().resolve(relative));
    atRoot.commit("main", Map.of("f", "a: 0\nb: 0\n"), "base");
    atHome.commit("main", Map.of("f", "a: 0\nb: 0\n", "g", "home\n"), "base");
    root = remote(absolute);
    // As git@host:path, whose port cannot be chosen in a text.
    home = remote(relative);
    assertThat(home.branch().identity()).isEqualTo(root.branch().identity());
  }

  @AfterEach
  void stop() {
    git.close();
    ssh.close();
    folder.close();
  }

  @Fault(
      value = "two repositories that only a leading slash tells apart",
      holds = {"I1", "I2"})
  @Test
  void eachCommitGoesIntoItsOwnRepository() {
    // When
    List<PendingPush> pushes = new ArrayList<>();
    for (int i = 0; i < PUSHES; i++) {
      pushes.add(submit(root, "a", i));
      pushes.add(submit(home, "b", i));
      pushes.forEach(push -> pushed(await(push)));
    }

    // Then
    assertThat(atRoot.text("main", "f")).isEqualTo("a: %d\nb: 0\n".formatted(PUSHES));
    assertThat(atHome.text("main", "f")).isEqualTo("a: 0\nb: %d\n".formatted(PUSHES));
    assertThat(atRoot.log("main", "%H")).hasSize(1 + PUSHES);
    assertThat(atHome.log("main", "%H")).hasSize(1 + PUSHES);
  }

  @Fault(value = "reads of two repositories that only a leading slash tells apart", holds = "I5")
  @Test
  void eachReadIsOfItsOwnRepository() {
    // Given
    Instant start = Instant.now();

    // When
    FileAtTip first = ok(git.lanes().read(root, FILE, start, PATIENCE));
    FileAtTip second = ok(git.lanes().read(home, FILE, start, PATIENCE));
    Tip firstTip = ok(git.sourceTips().tip(root, start, PATIENCE));
    Tip secondTip = ok(git.sourceTips().tip(home, start, PATIENCE));

    // Then
    assertThat(List.of(first.tip().hex(), firstTip.commit().hex()))
        .containsOnly(atRoot.tip("main"));
    assertThat(List.of(second.tip().hex(), secondTip.commit().hex()))
        .containsOnly(atHome.tip("main"));
    assertThat(second.content().bytes()).isEqualTo("a: 0\nb: 0\n".getBytes(UTF_8));
    assertThat(git.lanes().knownTip(home, start)).map(Tip::commit).contains(second.tip());
  }

  private PendingPush submit(Remote remote, String key, int from) {
    return git.lanes()
        .submit(
            remote, "main", change("f", key, Integer.toString(from), Integer.toString(from + 1)));
  }

  private Remote remote(String path) {
    RepositoryUrl any = RepositoryUrl.parse(ssh.url("x.git"));
    RepositoryUrl url = new RepositoryUrl(any.scheme(), any.user(), any.host(), any.port(), path);
    return new Remote(
        new RemoteBranch(url, "main"),
        new Credential.SshKey(ssh.privateKey(), null, ssh.knownHosts()),
        "shop");
  }
}
