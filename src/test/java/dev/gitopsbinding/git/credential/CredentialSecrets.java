package dev.gitopsbinding.git.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.git.Reading;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Secrets, and what is read of them. */
final class CredentialSecrets {
  static final String SSH = "ssh://git@github.com/acme/web.git";
  static final String HTTPS = "https://github.com/acme/web.git";

  private CredentialSecrets() {}

  static Credential read(SecretData secret, String url) {
    Result<Credential> result = Credentials.of(RepositoryUrl.parse(url), secret);
    assertThat(result).isInstanceOf(Result.Ok.class);
    return ((Result.Ok<Credential>) result).value();
  }

  static String refused(SecretData secret, String url, Reason reason) {
    return Reading.failure(Credentials.of(RepositoryUrl.parse(url), secret), reason).message();
  }

  /** One whose owner consents to github.com. */
  static SecretData consented(Map<String, String> data) {
    return secret("Opaque", Map.of("gitopsbinding.dev/hosts", "github.com"), data);
  }

  static SecretData secret(String type, Map<String, String> annotations, Map<String, String> data) {
    Map<String, byte[]> bytes = new HashMap<>();
    data.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return new SecretData("shop", "acme-git", type, annotations, bytes);
  }
}
