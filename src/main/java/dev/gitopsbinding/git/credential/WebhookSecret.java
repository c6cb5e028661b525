package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.git.credential.SecretReader.Unusable;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.net.URI;
import java.net.URISyntaxException;

/** Reads the URL of a receiver of messages from a Secret, if the Secret's owner consents. */
public final class WebhookSecret {
  private static final String URL = "url";
  private static final String KEY = "hmacKey";

  /** Longer than the URL of any chat; a header or a log of a proxy takes it. */
  private static final int MAX_URL = 2048;

  /** 128 bits, if each character holds 8. RFC 2104, section 3, advises 32 bytes for SHA-256. */
  private static final int SHORTEST_KEY = 16;

  private WebhookSecret() {}

  /**
   * What the operator needs to send a message.
   *
   * @return fails with {@code SECRET_KEY_MISSING}, {@code SECRET_INVALID} or {@code
   *     SECRET_NOT_CONSENTED}; no failure repeats the URL
   */
  public static Result<WebhookAccess> read(SecretData secret) {
    SecretReader reader = new SecretReader(secret);
    try {
      URI uri = uri(reader);
      RepositoryUrl host = host(reader, uri);
      var refusal = SecretHostPolicy.webhookRefusal(secret, host);
      if (refusal.isPresent()) {
        return Result.failed(refusal.get());
      }
      String key = reader.line(KEY).orElse(null);
      if (key != null && key.length() < SHORTEST_KEY) {
        throw reader.invalid(KEY, "is shorter than " + SHORTEST_KEY + " characters");
      }
      return Result.ok(
          new WebhookAccess(
              uri,
              host,
              key,
              reader.line("bearerToken").orElse(null),
              HttpSecret.authorities(reader)));
    } catch (Unusable e) {
      return Result.failed(e.failure());
    }
  }

  private static URI uri(SecretReader reader) throws Unusable {
    String text =
        reader
            .line(URL)
            .orElseThrow(() -> reader.missing(URL, "Add the receiver's https URL under it."));
    try {
      URI uri = new URI(text);
      if (text.length() <= MAX_URL
          && "https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Reported below, without the exception's message, which repeats the URL.
    }
    throw reader.invalid(
        URL,
        "is not a plain https:// URL with a host, without login and fragment, of at most %d characters"
            .formatted(MAX_URL));
  }

  private static RepositoryUrl host(SecretReader reader, URI uri) throws Unusable {
    try {
      return RepositoryUrl.parse("https://" + uri.getRawAuthority() + "/-");
    } catch (IllegalArgumentException e) {
      throw reader.invalid(URL, "has no valid host");
    }
  }
}
