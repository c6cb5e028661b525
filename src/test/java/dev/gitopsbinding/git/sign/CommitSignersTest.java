package dev.gitopsbinding.git.sign;

import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.COMMITTER;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.CommitSigner;
import dev.gitopsbinding.testing.Command;
import dev.gitopsbinding.testing.GitRepository;
import dev.gitopsbinding.testing.GpgHome;
import dev.gitopsbinding.testing.SettableClock;
import dev.gitopsbinding.testing.SshKeyFile;
import dev.gitopsbinding.testing.TemporaryFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of ssh-keygen and gpg; the judge is {@code git verify-commit}. */
class CommitSignersTest {
  private static final RepositoryUrl MANIFEST =
      RepositoryUrl.parse("https://git.example.com/acme/deploy");
  private static GpgHome gpg;

  private final TemporaryFolder folder = TemporaryFolder.create("sign");
  private final GitRepository repository = GitRepository.bare(folder.path().resolve("deploy"));
  private final Committers committers = new Committers(COMMITTER);
  private final CommitSigners signers =
      new CommitSigners(committers, Clock.systemUTC(), Clock.systemUTC());

  @BeforeAll
  static void start() {
    gpg = new GpgHome();
  }

  @AfterAll
  static void stop() {
    gpg.close();
  }

  @AfterEach
  void close() {
    folder.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ED25519, OPENSSH, '', ssh-privatekey",
    "ED25519, OPENSSH, correct horse, identity",
    "RSA, PEM, '', sshPrivateKey",
    "RSA, PKCS8, correct horse, ssh-privatekey",
    "ECDSA, OPENSSH, '', ssh-privatekey"
  })
  void git_verifies_what_ssh_keys_sign(
      SshKeyFile.Kind kind, SshKeyFile.Form form, String passphrase, String key) throws Exception {
    SshKeyFile file = SshKeyFile.generate(folder.path(), "key", kind, form, passphrase);
    String commit = commit(signer(secret(key, file.privateKey(), passphrase)));

    assertThat(verifySsh(commit, AUTHOR.email(), file)).isZero();
    // The committer is the author, so that a host finds the key among those of this person.
    assertThat(repository.git("show", "-s", "--format=%cn <%ce>", commit))
        .isEqualTo(AUTHOR.name() + " <" + AUTHOR.email() + ">");
    SshKeyFile other = SshKeyFile.generate(folder.path(), "other", SshKeyFile.Kind.ED25519);
    assertThat(verifySsh(commit, AUTHOR.email(), other)).isNotZero();
  }

  @ParameterizedTest
  @CsvSource({"ed25519, ''", "rsa2048, ''", "ed25519, correct horse", "nistp256, ''"})
  void git_verifies_what_openpgp_keys_sign(String algorithm, String passphrase) throws Exception {
    String user = algorithm + passphrase.length() + " <bot@example.com>";
    String key = gpg.generate(user, algorithm, "sign", passphrase);
    String commit = commit(signer(secret("git.asc", gpg.privateKey(key, passphrase), passphrase)));

    assertThat(verifyGpg(commit)).contains("VALIDSIG " + key);
    assertThat(repository.git("show", "-s", "--format=%cn <%ce>", commit)).isEqualTo(user);
  }

  @Test
  void the_newest_subkey_signs_and_the_primary_key_may_be_missing() throws Exception {
    String key = gpg.generate("Sub <bot@example.com>", "ed25519", "cert", "");
    gpg.addSigningSubkey(key, "rsa2048", "", "0");
    String commit = commit(signer(secret("git.asc", gpg.privateSubkeys(key, ""), "")));

    assertThat(verifyGpg(commit))
        .contains("VALIDSIG " + gpg.fingerprints("Sub <bot@example.com>").get(1));
  }

  @Test
  void the_user_id_of_the_author_is_the_committer() throws Exception {
    String key = gpg.generate("First (a comment) <first@example.com>", "ed25519", "sign", "");
    gpg.addUser(key, "Second <" + AUTHOR.email() + ">");
    gpg.gpg(
        List.of(
            "--passphrase",
            "",
            "--quick-set-primary-uid",
            key,
            "First (a comment) <first@example.com>"));
    SecretData secret = secret("git.asc", gpg.privateKey(key, ""), "");

    assertThat(signer(secret).committer())
        .isEqualTo(new ChangeSet.Author("Second", AUTHOR.email()));
    assertThat(
            ok(signers.of(secret, MANIFEST, new ChangeSet.Author("x", "x@example.com")))
                .committer())
        .isEqualTo(new ChangeSet.Author("First", "first@example.com"));
  }

  @Test
  void keys_that_cannot_be_used_are_refused_with_what_to_do() throws Exception {
    String locked = gpg.generate("Locked <bot@example.com>", "ed25519", "sign", "secret one");
    String lockedKey = gpg.privateKey(locked, "secret one");
    String revoked = gpg.generate("Revoked <bot@example.com>", "ed25519", "sign", "");
    gpg.revoke(revoked);
    String encrypting = gpg.generate("Encrypts <bot@example.com>", "ed25519", "cert", "");
    String expired =
        gpg.generate(
            "Expired <bot@example.com>",
            "ed25519",
            "sign",
            "",
            "2020-02-01",
            "--faked-system-time",
            "20200101T000000");
    String ssh =
        SshKeyFile.generate(
                folder.path(),
                "key",
                SshKeyFile.Kind.ED25519,
                SshKeyFile.Form.OPENSSH,
                "secret one")
            .privateKey();

    assertRefused(
        secret("git.asc", lockedKey, ""),
        "is encrypted; add its passphrase as the key 'passphrase'");
    assertRefused(
        secret("git.asc", lockedKey, "wrong one"),
        "cannot be decrypted with the passphrase in the key 'passphrase'");
    assertRefused(
        secret("git.asc", gpg.privateKey(revoked, ""), ""), "is revoked; make another one");
    assertRefused(secret("git.asc", gpg.privateKey(expired, ""), ""), "expired on 2020-02-01T");
    assertRefused(
        secret("git.asc", gpg.privateKey(encrypting, ""), ""), "holds no secret key that may sign");
    assertRefused(
        secret("git.asc", gpg.publicKey(revoked), ""), "is not an armored OpenPGP private key");
    assertRefused(secret("git.asc", "no key", ""), "is not an armored OpenPGP private key");
    assertRefused(
        secret("git.asc", gpg.privateKey(encrypting, "") + gpg.privateKey(revoked, ""), ""),
        "holds 2 private keys");
    assertRefused(
        secret("identity", ssh, ""), "is encrypted; add its passphrase as the key 'passphrase'");
    assertRefused(
        secret("identity", ssh, "wrong one"),
        "cannot be decrypted with the passphrase in the key 'passphrase'");
    assertRefused(
        secret("identity", "no key", ""), "is not a private key in OpenSSH, PEM or PKCS#8 form");
  }

  @Test
  void a_key_that_expires_while_it_is_in_memory_signs_no_more() throws Exception {
    String key = gpg.generate("Soon <bot@example.com>", "ed25519", "sign", "", "2d");
    SettableClock clock = new SettableClock();
    CommitSigner signer =
        ok(
            new CommitSigners(committers, clock, Clock.systemUTC())
                .of(secret("git.asc", gpg.privateKey(key, ""), ""), MANIFEST, AUTHOR));
    assertThat(ok(signer.sign(new byte[0]))).startsWith("-----BEGIN PGP SIGNATURE-----\n");

    clock.setWrongBy(Duration.ofDays(3));

    assertThat(failure(signer.sign(new byte[0])).message())
        .startsWith(
            "spec.commit.signing.secretRef: the private key in 'git.asc' of Secret shop/signing expired on ")
        .doesNotContain("BEGIN");
  }

  @Test
  void the_owner_of_the_secret_has_to_consent() throws Exception {
    String key = SshKeyFile.generate(folder.path(), "key", SshKeyFile.Kind.ED25519).privateKey();
    Map<String, byte[]> data = Map.of("ssh-privatekey", bytes(key));
    SecretData login = new SecretData("shop", "signing", "kubernetes.io/ssh-auth", Map.of(), data);
    SecretData elsewhere =
        new SecretData(
            "shop",
            "signing",
            "Opaque",
            Map.of("gitopsbinding.dev/hosts", "other.example.com"),
            data);
    SecretData here =
        new SecretData(
            "shop",
            "signing",
            "Opaque",
            Map.of("gitopsbinding.dev/hosts", "git.example.com"),
            data);

    assertThat(failure(signers.of(login, MANIFEST, AUTHOR)))
        .satisfies(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.SECRET_NOT_CONSENTED);
              assertThat(refusal.message())
                  .isEqualTo(
                      "spec.commit.signing.secretRef: Secret shop/signing may not sign commits for git.example.com. If its owner agrees, run `kubectl annotate secret signing --namespace shop 'gitopsbinding.dev/hosts=git.example.com'`.");
            });
    assertThat(failure(signers.of(elsewhere, MANIFEST, AUTHOR)).message())
        .contains("--overwrite 'gitopsbinding.dev/hosts=other.example.com,git.example.com'");
    assertThat(signers.of(here, MANIFEST, AUTHOR)).isInstanceOf(Result.Ok.class);
    assertThat(
            failure(
                    signers.of(
                        new SecretData(
                            "shop", "signing", "gitopsbinding.dev/signing", Map.of(), Map.of()),
                        MANIFEST,
                        AUTHOR))
                .message())
        .startsWith("spec.commit.signing.secretRef: Secret shop/signing has no key 'git.asc'.");
  }

  @Test
  void a_key_is_decrypted_once_until_the_secret_changes() throws Exception {
    String slow =
        SshKeyFile.generate(
                folder.path(),
                "key",
                SshKeyFile.Kind.ED25519,
                SshKeyFile.Form.OPENSSH,
                "correct horse")
            .privateKey();
    SecretData secret = secret("identity", slow, "correct horse");
    signer(secret);
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      signer(secret);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));

    assertRefused(secret("identity", slow, "another"), "cannot be decrypted");
  }

  private void assertRefused(SecretData secret, String text) throws InterruptedException {
    assertThat(failure(signers.of(secret, MANIFEST, AUTHOR)))
        .satisfies(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.SECRET_INVALID);
              assertThat(refusal.message())
                  .startsWith("spec.commit.signing.secretRef: the private key in '")
                  .contains("' of Secret shop/signing ")
                  .contains(text)
                  .doesNotContain("secret one", "wrong one", "BEGIN");
            });
  }

  private CommitSigner signer(SecretData secret) throws InterruptedException {
    return ok(signers.of(secret, MANIFEST, AUTHOR));
  }

  private static SecretData secret(String key, String value, String passphrase) {
    Map<String, byte[]> data = new HashMap<>(Map.of(key, bytes(value)));
    if (!passphrase.isEmpty()) {
      data.put("passphrase", bytes(passphrase + "\n"));
    }
    return new SecretData("shop", "signing", "gitopsbinding.dev/signing", Map.of(), data);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
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

  private int verifySsh(String commit, String email, SshKeyFile key) throws IOException {
    Path allowed = folder.path().resolve("allowed");
    Files.writeString(allowed, email + " namespaces=\"git\" " + key.publicKey() + "\n");
    return Command.in(repository.directory())
        .attempt(
            new byte[0],
            "git",
            "-c",
            "gpg.ssh.allowedSignersFile=" + allowed,
            "verify-commit",
            commit)
        .exitCode();
  }

  private String verifyGpg(String commit) {
    Command.Output output =
        Command.in(repository.directory())
            .with(gpg.environment())
            .attempt(new byte[0], "git", "-c", "gpg.program=gpg", "verify-commit", "--raw", commit);
    assertThat(output.exitCode()).as(output.toString()).isZero();
    return output.errors();
  }
}
