package dev.gitopsbinding.git.credential;

import static dev.gitopsbinding.git.credential.CredentialSecrets.HTTPS;
import static dev.gitopsbinding.git.credential.CredentialSecrets.SSH;
import static dev.gitopsbinding.git.credential.CredentialSecrets.consented;
import static dev.gitopsbinding.git.credential.CredentialSecrets.read;
import static dev.gitopsbinding.git.credential.CredentialSecrets.refused;
import static dev.gitopsbinding.git.credential.CredentialSecrets.secret;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.git.SshKeyFile;
import dev.gitopsbinding.training.TestCertificates;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a Secret for SSH or HTTPS, and whether its owner consents. */
class CredentialsTest {
  private static final String SSH_AUTH = "kubernetes.io/ssh-auth";

  @TempDir static Path folder;
  private static String key;
  private static String encryptedKey;
  private static String knownHosts;

  @BeforeAll
  static void makeKeys() {
    SshKeyFile plain = SshKeyFile.generate(folder, "plain", SshKeyFile.Kind.ED25519);
    key = plain.privateKey();
    knownHosts = "github.com " + plain.publicKey();
    encryptedKey =
        SshKeyFile.generate(
                folder,
                "encrypted",
                SshKeyFile.Kind.ED25519,
                SshKeyFile.Form.OPENSSH,
                "correct horse")
            .privateKey();
  }

  @ParameterizedTest
  @CsvSource({
    "github.com,ssh://git@github.com/x,true",
    "github.com,https://github.com/x,true",
    "GitHub.com,https://github.com/x,true",
    "github.com,https://gitlab.com/x,false",
    "github.com,https://evil.github.com/x,false",
    "github.com,https://github.com.evil.test/x,false",
    "*,https://github.com/x,false",
    "*.com,https://github.com/x,false",
    "'',https://github.com/x,false",
    "'gitlab.com, github.com',https://github.com/x,true",
    "github.com,https://github.com:8443/x,false",
    "github.com:8443,https://github.com:8443/x,true",
    "github.com:8443,https://github.com/x,false",
    "github.com:443,https://github.com/x,true",
    "github.com:22,ssh://git@github.com/x,true",
    "github.com,http://github.com/x,false",
    "github.com:80,http://github.com/x,true"
  })
  void theAnnotationNamesTheHosts(String hosts, String url, boolean allowed) {
    SecretData secret = secret("Opaque", Map.of("gitopsbinding.dev/hosts", hosts), complete());
    Result<Credential> result = Credentials.of(RepositoryUrl.parse(url), secret);
    assertThat(result instanceof Result.Ok).isEqualTo(allowed);
    if (!allowed) {
      Reading.failure(result, Reason.SECRET_NOT_CONSENTED);
    }
  }

  @Test
  void aSecretWithoutConsentShowsTheCommandThatGivesIt() {
    assertThat(refused(secret("Opaque", Map.of(), complete()), SSH, Reason.SECRET_NOT_CONSENTED))
        .endsWith(
            "kubectl annotate secret acme-git --namespace shop 'gitopsbinding.dev/hosts=github.com'`.");
    assertThat(
            refused(
                secret("Opaque", Map.of("gitopsbinding.dev/hosts", "gitlab.com,$(x)"), complete()),
                HTTPS,
                Reason.SECRET_NOT_CONSENTED))
        .endsWith("--overwrite 'gitopsbinding.dev/hosts=gitlab.com,github.com'`.");
  }

  @Test
  void theTypeSshAuthIsConsentForSshAloneAndAnAnnotationLimitsIt() {
    assertThat(read(secret(SSH_AUTH, Map.of(), complete()), SSH))
        .isInstanceOf(Credential.SshKey.class);
    refused(secret(SSH_AUTH, Map.of(), complete()), HTTPS, Reason.SECRET_NOT_CONSENTED);
    refused(
        secret(SSH_AUTH, Map.of("gitopsbinding.dev/hosts", "gitlab.com"), complete()),
        SSH,
        Reason.SECRET_NOT_CONSENTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "sshPrivateKey", "ssh-privatekey"})
  void takesThePrivateKeyUnderEachUsualName(String name) {
    Credential credential =
        read(secret(SSH_AUTH, Map.of(), Map.of(name, key, "known_hosts", knownHosts)), SSH);
    assertThat(credential).isEqualTo(new Credential.SshKey(key, null, knownHosts));
    assertThat(credential.toString()).doesNotContain("PRIVATE");
  }

  @Test
  void saysWhatAnSshSecretLacks() {
    assertThat(refused(ssh(Map.of("known_hosts", knownHosts)), SSH, Reason.SECRET_KEY_MISSING))
        .isEqualTo(
            "Secret shop/acme-git has none of the keys 'ssh-privatekey', 'sshPrivateKey' and"
                + " 'identity'. Add the private key under one of them.");
    assertThat(refused(ssh(Map.of("identity", key)), SSH, Reason.SECRET_KEY_MISSING))
        .contains("ssh-keyscan github.com");
    Reading.failure(Credentials.withoutSecret(RepositoryUrl.parse(SSH)), Reason.SECRET_KEY_MISSING);
  }

  /** Consent for a Secret that cannot log in would only lead to the next message. */
  @Fault(value = "Secret of the other kind, without consent", holds = "I2")
  @Test
  void saysThatASecretIsOfTheWrongKindBeforeItAsksForConsent() {
    SecretData sshKey = secret(SSH_AUTH, Map.of(), Map.of("ssh-privatekey", key));
    assertThat(refused(sshKey, HTTPS, Reason.SECRET_KEY_MISSING))
        .isEqualTo(
            "Secret shop/acme-git holds an SSH key, but the URL is https://. Use"
                + " ssh://git@github.com/acme/web.git, or name a Secret with 'username' and"
                + " 'password' (or 'bearerToken').");
    SecretData login = secret("Opaque", Map.of(), Map.of("username", "bot", "password", "p"));
    assertThat(refused(login, SSH, Reason.SECRET_KEY_MISSING))
        .isEqualTo(
            "Secret shop/acme-git holds a password or token, but the URL is ssh://. Use"
                + " https://github.com/acme/web.git, or name a Secret with 'ssh-privatekey' and"
                + " 'known_hosts'.");
  }

  @Fault(value = "key that is none", holds = "I7")
  @Test
  void saysWhatIsWrongWithAKeyAndNeverShowsIt() {
    String broken = key.replaceFirst("(?s)\\n.{20}", "\nQUJDsecretQUJD");
    assertThat(
            refused(
                ssh(Map.of("identity", broken, "known_hosts", knownHosts)),
                SSH,
                Reason.SECRET_INVALID))
        .contains("is not a private key")
        .doesNotContain("secretQUJD");
    assertThat(
            refused(
                ssh(Map.of("identity", encryptedKey, "known_hosts", knownHosts)),
                SSH,
                Reason.SECRET_INVALID))
        .contains("passphrase");
    assertThat(
            refused(
                ssh(
                    Map.of(
                        "identity", encryptedKey, "known_hosts", knownHosts, "password", "wr0ng")),
                SSH,
                Reason.SECRET_INVALID))
        .contains("cannot be decrypted")
        .doesNotContain("wr0ng");
    assertThat(
            refused(
                ssh(Map.of("identity", key, "known_hosts", "hunter2 hunter3")),
                SSH,
                Reason.SECRET_INVALID))
        .contains("line 1")
        .doesNotContain("hunter");
  }

  @Test
  void readsAnEncryptedKeyWhosePassphraseEndsWithALineBreak() {
    Map<String, String> data =
        Map.of("identity", encryptedKey, "known_hosts", knownHosts, "password", "correct horse\n");
    assertThat(read(ssh(data), SSH)).isInstanceOf(Credential.SshKey.class);
  }

  @Test
  void readsLoginsForHttps() {
    String authority = TestCertificates.create().authorityPem();
    assertThat(read(consented(Map.of("username", "ada", "password", "s3cret\n")), HTTPS))
        .isEqualTo(new Credential.Basic("ada", "s3cret", null));
    assertThat(read(consented(Map.of("bearerToken", "t", "password", "x")), HTTPS))
        .isEqualTo(new Credential.Bearer("t", null));
    assertThat(read(consented(Map.of("ca.crt", authority)), HTTPS))
        .isEqualTo(new Credential.Anonymous(authority));
    assertThat(Credentials.withoutSecret(RepositoryUrl.parse(HTTPS)))
        .isEqualTo(Result.ok(new Credential.Anonymous(null)));
  }

  @Test
  void saysWhatAnHttpsSecretLacks() {
    refused(consented(Map.of("x", "y")), HTTPS, Reason.SECRET_KEY_MISSING);
    assertThat(refused(consented(Map.of("password", "y")), HTTPS, Reason.SECRET_KEY_MISSING))
        .contains("'username'");
    assertThat(refused(consented(Map.of("username", "y")), HTTPS, Reason.SECRET_KEY_MISSING))
        .contains("'password'");
    assertThat(refused(consented(Map.of("ca.crt", "hunter2")), HTTPS, Reason.SECRET_INVALID))
        .contains("PEM")
        .doesNotContain("hunter2");
    refused(consented(Map.of("bearerToken", "a\r\nX-Evil: b")), HTTPS, Reason.SECRET_INVALID);
  }

  @Test
  void aDigestTellsCredentialsApart() {
    String none = null;
    assertThat(new Credential.Basic("a", "bc", none).digest())
        .isEqualTo(new Credential.Basic("a", "bc", none).digest())
        .hasSize(64)
        .isNotEqualTo(new Credential.Basic("ab", "c", none).digest())
        .isNotEqualTo(new Credential.Basic("a", "bc", "ca").digest());
    assertThat(new Credential.Bearer("", none).digest())
        .isNotEqualTo(new Credential.Anonymous(none).digest());
  }

  private static Map<String, String> complete() {
    return Map.of(
        "identity", key, "known_hosts", knownHosts, "username", "ada", "password", "s3cret");
  }

  private static SecretData ssh(Map<String, String> data) {
    return secret(SSH_AUTH, Map.of(), data);
  }
}
