package dev.gitopsbinding.git.sign;

import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.sign.SigningFixture.MANIFEST;
import static dev.gitopsbinding.git.sign.SigningFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.CommitSigner;
import dev.gitopsbinding.testing.git.GitRepository;
import dev.gitopsbinding.testing.git.GpgHome;
import dev.gitopsbinding.testing.git.SshKeyFile;
import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of ssh-keygen and gpg; the judge is {@code git verify-commit}. */
class CommitSignersTest {
  @AutoClose private static final GpgHome GPG = new GpgHome();

  @AutoClose private final SigningFixture fixture = new SigningFixture();
  private final GitRepository repository =
      GitRepository.bare(fixture.folder.path().resolve("deploy"));
  private final SshSignatureJudge judge = new SshSignatureJudge(repository, fixture.folder.path());

  @ParameterizedTest
  @CsvSource({
    "ED25519, OPENSSH, '', ssh-privatekey",
    "ED25519, OPENSSH, correct horse, identity",
    "RSA, PEM, '', sshPrivateKey",
    "RSA, PKCS8, correct horse, ssh-privatekey",
    "ECDSA, OPENSSH, '', ssh-privatekey"
  })
  void gitVerifiesWhatSshKeysSign(
      SshKeyFile.Kind kind, SshKeyFile.Form form, String passphrase, String key) throws Exception {
    SshKeyFile file = SshKeyFile.generate(fixture.folder.path(), "key", kind, form, passphrase);
    String commit = commit(fixture.signer(secret(key, file.privateKey(), passphrase)));

    assertThat(judge.verify(commit, AUTHOR.email(), file)).isZero();
    // The committer is the author, so that a host finds the key among those of this person.
    assertThat(repository.git("show", "-s", "--format=%cn <%ce>", commit))
        .isEqualTo(AUTHOR.name() + " <" + AUTHOR.email() + ">");
    SshKeyFile other = SshKeyFile.generate(fixture.folder.path(), "other", SshKeyFile.Kind.ED25519);
    assertThat(judge.verify(commit, AUTHOR.email(), other)).isNotZero();
  }

  @ParameterizedTest
  @CsvSource({"ed25519, ''", "rsa2048, ''", "ed25519, correct horse", "nistp256, ''"})
  void gitVerifiesWhatOpenpgpKeysSign(String algorithm, String passphrase) throws Exception {
    String user = algorithm + passphrase.length() + " <bot@example.com>";
    String key = GPG.generate(user, algorithm, "sign", passphrase);
    String commit =
        commit(fixture.signer(secret("git.asc", GPG.privateKey(key, passphrase), passphrase)));

    assertThat(verifyGpg(commit)).contains("VALIDSIG " + key);
    assertThat(repository.git("show", "-s", "--format=%cn <%ce>", commit)).isEqualTo(user);
  }

  @Test
  void theNewestSubkeySignsAndThePrimaryKeyMayBeMissing() throws Exception {
    String key = GPG.generate("Sub <bot@example.com>", "ed25519", "cert", "");
    GPG.addSigningSubkey(key, "rsa2048", "", "0");
    String commit = commit(fixture.signer(secret("git.asc", GPG.privateSubkeys(key, ""), "")));

    assertThat(verifyGpg(commit))
        .contains("VALIDSIG " + GPG.fingerprints("Sub <bot@example.com>").get(1));
  }

  @Test
  void theUserIdOfTheAuthorIsTheCommitter() throws Exception {
    String key = GPG.generate("First (a comment) <first@example.com>", "ed25519", "sign", "");
    GPG.addUser(key, "Second <" + AUTHOR.email() + ">");
    GPG.gpg(
        List.of(
            "--passphrase",
            "",
            "--quick-set-primary-uid",
            key,
            "First (a comment) <first@example.com>"));
    SecretData secret = secret("git.asc", GPG.privateKey(key, ""), "");

    assertThat(fixture.signer(secret).committer())
        .isEqualTo(new ChangeSet.Author("Second", AUTHOR.email()));
    assertThat(
            ok(fixture.signers.of(secret, MANIFEST, new ChangeSet.Author("x", "x@example.com")))
                .committer())
        .isEqualTo(new ChangeSet.Author("First", "first@example.com"));
  }

  /** A commit in the repository, signed. */
  private String commit(CommitSigner signer) throws IOException {
    String parent = repository.commit("main", "f", "a: 1\n");
    try (var local =
        new org.eclipse.jgit.internal.storage.file.FileRepository(
            repository.directory().toFile())) {
      return SignedCommits.on(local, parent, signer);
    }
  }

  private String verifyGpg(String commit) {
    Command.Output output =
        Command.in(repository.directory())
            .with(GPG.environment())
            .attempt(new byte[0], "git", "-c", "gpg.program=gpg", "verify-commit", "--raw", commit);
    assertThat(output.exitCode()).as(output.toString()).isZero();
    return output.errors();
  }
}
