package dev.gitopsbinding.git.sign;

import static dev.gitopsbinding.git.LaneFixture.AUTHOR;
import static dev.gitopsbinding.git.LaneFixture.failure;
import static dev.gitopsbinding.git.LaneFixture.ok;
import static dev.gitopsbinding.git.sign.SigningFixture.MANIFEST;
import static dev.gitopsbinding.git.sign.SigningFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.CommitSigner;
import dev.gitopsbinding.testing.git.GpgHome;
import dev.gitopsbinding.testing.git.SshKeyFile;
import dev.gitopsbinding.testing.time.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which keys of a Secret sign, and what is said of those that do not. */
class SigningKeysTest {
  @AutoClose private static final GpgHome GPG = new GpgHome();

  @AutoClose private final SigningFixture fixture = new SigningFixture();

  @Test
  void keysThatCannotBeUsedAreRefusedWithWhatToDo() throws Exception {
    String locked = GPG.generate("Locked <bot@example.com>", "ed25519", "sign", "secret one");
    String lockedKey = GPG.privateKey(locked, "secret one");
    String revoked = GPG.generate("Revoked <bot@example.com>", "ed25519", "sign", "");
    GPG.revoke(revoked);
    String encrypting = GPG.generate("Encrypts <bot@example.com>", "ed25519", "cert", "");
    String expired =
        GPG.generate(
            "Expired <bot@example.com>",
            "ed25519",
            "sign",
            "",
            "2020-02-01",
            "--faked-system-time",
            "20200101T000000");
    String ssh =
        SshKeyFile.generate(
                fixture.folder.path(),
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
        secret("git.asc", GPG.privateKey(revoked, ""), ""), "is revoked; make another one");
    assertRefused(secret("git.asc", GPG.privateKey(expired, ""), ""), "expired on 2020-02-01T");
    assertRefused(
        secret("git.asc", GPG.privateKey(encrypting, ""), ""), "holds no secret key that may sign");
    assertRefused(
        secret("git.asc", GPG.publicKey(revoked), ""), "is not an armored OpenPGP private key");
    assertRefused(secret("git.asc", "no key", ""), "is not an armored OpenPGP private key");
    assertRefused(
        secret("git.asc", GPG.privateKey(encrypting, "") + GPG.privateKey(revoked, ""), ""),
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
  void aKeyThatExpiresWhileItIsInMemorySignsNoMore() throws Exception {
    String key = GPG.generate("Soon <bot@example.com>", "ed25519", "sign", "", "2d");
    SettableClock clock = new SettableClock();
    CommitSigner signer =
        ok(
            new CommitSigners(fixture.committers, clock, Clock.systemUTC())
                .of(secret("git.asc", GPG.privateKey(key, ""), ""), MANIFEST, AUTHOR));
    assertThat(ok(signer.sign(new byte[0]))).startsWith("-----BEGIN PGP SIGNATURE-----\n");

    clock.setWrongBy(Duration.ofDays(3));

    assertThat(failure(signer.sign(new byte[0])).message())
        .startsWith(
            "spec.commit.signing.secretRef: the private key in 'git.asc' of Secret shop/signing expired on ")
        .doesNotContain("BEGIN");
  }

  @Test
  void aKeyIsDecryptedOnceUntilTheSecretChanges() throws Exception {
    String slow =
        SshKeyFile.generate(
                fixture.folder.path(),
                "key",
                SshKeyFile.Kind.ED25519,
                SshKeyFile.Form.OPENSSH,
                "correct horse")
            .privateKey();
    SecretData secret = secret("identity", slow, "correct horse");
    fixture.signer(secret);
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      fixture.signer(secret);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));

    assertRefused(secret("identity", slow, "another"), "cannot be decrypted");
  }

  @Test
  void theOwnerOfTheSecretHasToConsent() throws Exception {
    String key =
        SshKeyFile.generate(fixture.folder.path(), "key", SshKeyFile.Kind.ED25519).privateKey();
    Map<String, byte[]> data = Map.of("ssh-privatekey", SigningFixture.bytes(key));
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

    assertThat(failure(fixture.signers.of(login, MANIFEST, AUTHOR)))
        .satisfies(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.SECRET_NOT_CONSENTED);
              assertThat(refusal.message())
                  .isEqualTo(
                      "spec.commit.signing.secretRef: Secret shop/signing may not sign commits for git.example.com. If its owner agrees, run `kubectl annotate secret signing --namespace shop 'gitopsbinding.dev/hosts=git.example.com'`.");
            });
    assertThat(failure(fixture.signers.of(elsewhere, MANIFEST, AUTHOR)).message())
        .contains("--overwrite 'gitopsbinding.dev/hosts=other.example.com,git.example.com'");
    assertThat(fixture.signers.of(here, MANIFEST, AUTHOR)).isInstanceOf(Result.Ok.class);
    assertThat(
            failure(
                    fixture.signers.of(
                        new SecretData(
                            "shop", "signing", "gitopsbinding.dev/signing", Map.of(), Map.of()),
                        MANIFEST,
                        AUTHOR))
                .message())
        .startsWith("spec.commit.signing.secretRef: Secret shop/signing has no key 'git.asc'.");
  }

  private void assertRefused(SecretData secret, String text) throws InterruptedException {
    assertThat(failure(fixture.signers.of(secret, MANIFEST, AUTHOR)))
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
}
