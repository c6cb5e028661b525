package dev.gitopsbinding.git.source.history;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.hostile.CraftedAnswers;
import dev.gitopsbinding.git.hostile.CraftedPack;
import dev.gitopsbinding.git.store.DiskBudget;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.GitParts;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.HttpGitServer;
import dev.gitopsbinding.training.TestCertificates;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories over the network, from servers that refuse filters or send malformed commits. */
class SourceHistoryServersIT {
  private static final TestCertificates CERTIFICATES = TestCertificates.create();
  private static final String REST = "author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nc\n";
  private static final byte[] TREE = new byte[0];
  private static final String FOLDER = "tree " + CraftedPack.name("tree", TREE) + "\n";
  private static final String MALFORMED =
      FOLDER + "parent not-hexadecimal-0123456789abcdef01234567\n" + REST;

  @AutoClose private final HttpGitServer server = HttpGitServer.https(CERTIFICATES.serverContext());

  @AutoClose private final TemporaryFolder folder = TemporaryFolder.create("histories");

  private final SourceHistories histories =
      new SourceHistories(
          GitParts.connector(Reading.SETTINGS),
          new HistorySettings(folder.path(), 1L << 30, Duration.ofHours(1)),
          new DiskBudget(1L << 30));

  @ParameterizedTest
  @ValueSource(strings = {"uploadpackfilter.tree.allow", "uploadpackfilter.allow"})
  void aServerThatRefusesAFilterIsAskedForAnotherOrNone(String refusing) {
    // Given
    GitRepository git = server.createRepository("web.git");
    git.git("config", "uploadpack.allowFilter", "true");
    git.git("config", refusing, "false");
    String older = git.commit("main", "f", "1");
    String newer = git.commit("main", "f", "2");

    // Then
    assertThat(line(newer, older))
        .isEqualTo(
            Result.ok(
                new FirstParentLine.Found(List.of(new CommitSha(newer)), new CommitSha(older))));
  }

  @Fault(value = "a source whose tip, or a commit before it, is malformed", holds = "I6")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMalformedCommitIsNamedAndNotAnInternalError(boolean isTip) {
    // Given
    byte[] malformed = MALFORMED.getBytes(US_ASCII);
    String name = CraftedPack.name("commit", malformed);
    byte[] next = (FOLDER + "parent " + name + "\n" + REST).getBytes(US_ASCII);
    String tip = isTip ? name : CraftedPack.name("commit", next);
    CraftedPack pack = new CraftedPack(isTip ? 2 : 3);
    pack.whole(CraftedPack.COMMIT, malformed);
    pack.whole(CraftedPack.TREE, TREE);
    if (!isTip) {
      pack.whole(CraftedPack.COMMIT, next);
    }
    server.fail(CraftedAnswers.pack(tip, pack.finish()));

    // Then
    var failure = Reading.failure(line(tip, "1".repeat(40)), Reason.REMOTE_ERROR);
    assertThat(failure.message()).contains("malformed commit", "git fsck");
  }

  @Fault(value = "a source whose history is a pack that announces 2^31-1 objects", holds = "I6")
  @Test
  void aPackThatAnnouncesTooManyObjectsIsRefusedByItsHeader() {
    CraftedPack pack = new CraftedPack(Integer.MAX_VALUE);
    pack.whole(CraftedPack.TREE, TREE);
    server.fail(CraftedAnswers.pack("1".repeat(40), pack.finish()));

    var failure = Reading.failure(line("1".repeat(40), "2".repeat(40)), Reason.RECEIVED_TOO_MUCH);
    assertThat(failure.message()).contains("a pack of 2147483647 objects");
  }

  private Result<FirstParentLine> line(String tip, String wanted) {
    Remote remote =
        new Remote(
            new RemoteBranch(RepositoryUrl.parse(server.url("web.git")), "main"),
            new Credential.Anonymous(CERTIFICATES.authorityPem()),
            "shop");
    return histories.line(
        remote, new CommitSha(tip), new CommitSha(wanted)::equals, Reading.TIMEOUT);
  }
}
