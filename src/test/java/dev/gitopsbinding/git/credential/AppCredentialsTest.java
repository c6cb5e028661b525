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
import dev.gitopsbinding.testing.forge.GitHubAppStandIn;
import dev.gitopsbinding.testing.git.SshKeyFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a Secret that holds a GitHub App. */
class AppCredentialsTest {
  @ParameterizedTest
  @CsvSource({
    "github.com,https://github.com/acme/web.git,true",
    "github.com,https://api.github.com/repos/acme/web,true",
    "acme.ghe.com,https://api.acme.ghe.com/repos/acme/web,true",
    "api.github.com,https://api.github.com/repos/acme/web,true",
    "api.github.com,https://github.com/acme/web.git,false",
    "github.com,https://api.github.com:8443/repos/acme/web,false",
    "example.com,https://api.example.com/repos/acme/web,false",
    "ghe.com,https://api.acme.ghe.com/repos/acme/web,false",
    "github.com,https://evil.test/acme/web.git,false"
  })
  void anAppIsSentWhereItsOwnerConsents(String hosts, String url, boolean allowed) {
    SecretData secret = secret("Opaque", Map.of("gitopsbinding.dev/hosts", hosts), app(Map.of()));
    Result<Credential> result = Credentials.of(RepositoryUrl.parse(url), secret);
    assertThat(result instanceof Result.Ok).isEqualTo(allowed);
    if (!allowed) {
      Reading.failure(result, Reason.SECRET_NOT_CONSENTED);
    }
  }

  @Test
  void anAppHasPrecedenceAndShowsNoKey() {
    Credential credential =
        read(consented(app(Map.of("password", "p", "username", "u", "bearerToken", "t"))), HTTPS);

    assertThat(credential)
        .isEqualTo(new Credential.GitHubApp("12345", null, GitHubAppStandIn.key(), null, null))
        .hasToString("GitHubApp[12345]");
    assertThat(credential.digest())
        .isNotEqualTo(read(consented(app(Map.of("githubAppInstallationID", "9"))), HTTPS).digest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "githubAppPrivateKey | | SECRET_KEY_MISSING | 'githubAppPrivateKey'",
        "githubAppID | | SECRET_KEY_MISSING | 'githubAppID'",
        "githubAppID | 12 34 | SECRET_INVALID | neither the number",
        "githubAppID | 1\"} | SECRET_INVALID | neither the number",
        "githubAppInstallationID | acme | SECRET_INVALID | number at the end of the URL",
        "githubAppInstallationID | 1/../2 | SECRET_INVALID | number at the end of the URL",
        "githubAppBaseURL | http://api.test | SECRET_INVALID | https://",
        "githubAppBaseURL | https://u:p@api.test | SECRET_INVALID | https://",
        "githubAppBaseURL | https://api.test:99999 | SECRET_INVALID | https://",
        "githubAppBaseURL | https://api.test?x=1 | SECRET_INVALID | https://",
        "githubAppPrivateKey | nonsense | SECRET_INVALID | is not a private key",
        "ca.crt | nonsense | SECRET_INVALID | 'ca.crt'"
      })
  void saysWhatIsWrongWithAnApp(String key, String value, Reason reason, String words) {
    Map<String, String> data = new HashMap<>(app(Map.of()));
    data.remove(key);
    if (value != null) {
      data.put(key, value);
    }

    assertThat(refused(consented(data), HTTPS, reason)).contains(words).doesNotContain("u:p");
  }

  @Test
  void aKeyOfAnotherKindOrWithAPassphraseIsNoApps(@TempDir Path folder) {
    String key = SshKeyFile.generate(folder, "plain", SshKeyFile.Kind.ED25519).privateKey();
    String encryptedKey =
        SshKeyFile.generate(
                folder,
                "encrypted",
                SshKeyFile.Kind.ED25519,
                SshKeyFile.Form.OPENSSH,
                "correct horse")
            .privateKey();

    assertThat(
            refused(
                consented(app(Map.of("githubAppPrivateKey", key))), HTTPS, Reason.SECRET_INVALID))
        .contains("is not an RSA key");
    assertThat(
            refused(
                consented(app(Map.of("githubAppPrivateKey", encryptedKey))),
                HTTPS,
                Reason.SECRET_INVALID))
        .contains("is encrypted");
  }

  @Test
  void anAppCannotLogInBySsh() {
    assertThat(refused(consented(app(Map.of())), SSH, Reason.SECRET_KEY_MISSING))
        .contains("holds a GitHub App", "Use https://github.com/acme/web.git");
  }

  private static Map<String, String> app(Map<String, String> more) {
    Map<String, String> data = new HashMap<>();
    data.put("githubAppID", "12345");
    data.put("githubAppPrivateKey", GitHubAppStandIn.key());
    data.putAll(more);
    return data;
  }
}
