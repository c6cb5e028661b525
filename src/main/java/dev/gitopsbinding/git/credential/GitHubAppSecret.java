package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.git.credential.SecretReader.Unusable;
import dev.gitopsbinding.model.RepositoryUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.interfaces.RSAPrivateKey;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a GitHub App from a Secret. The keys are those of Flux: {@code githubAppID}, {@code
 * githubAppPrivateKey} (RSA in PEM form, PKCS#1 as GitHub makes it, or PKCS#8), {@code
 * githubAppInstallationID} (optional) and {@code githubAppBaseURL} (optional; the API of a GitHub
 * Enterprise Server, if it does not follow from the git host).
 */
final class GitHubAppSecret {
  private static final String ID = "githubAppID";
  private static final String KEY = "githubAppPrivateKey";
  private static final String INSTALLATION = "githubAppInstallationID";
  private static final String API = "githubAppBaseURL";

  /** A number, or a client ID such as {@code Iv23li…}, which GitHub takes in its place. */
  private static final Pattern APP_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");
  private static final String API_LABEL = "api.";
  private static final String DATA_RESIDENCY = ".ghe.com";

  private GitHubAppSecret() {}

  /** Whether a Secret holds an app, whole or not. */
  static boolean isOne(SecretReader reader) {
    return reader.firstOf(ID, KEY).isPresent();
  }

  static Credential.GitHubApp read(SecretReader reader, @Nullable String authorities)
      throws Unusable {
    String id =
        reader
            .line(ID)
            .orElseThrow(
                () -> reader.missing(ID, "Add the App ID of the app's settings page under it"));
    if (!APP_ID.matcher(id).matches()) {
      throw reader.invalid(ID, "is neither the number of an app nor its client ID");
    }
    String installation = reader.line(INSTALLATION).orElse(null);
    if (installation != null && !NUMBER.matcher(installation).matches()) {
      throw reader.invalid(
          INSTALLATION, "is not the number at the end of the URL of the installation's settings");
    }
    return new Credential.GitHubApp(id, installation, key(reader), api(reader), authorities);
  }

  private static String key(SecretReader reader) throws Unusable {
    String key =
        reader
            .text(KEY)
            .orElseThrow(
                () ->
                    reader.missing(
                        KEY, "Add the private key that the app's settings page made (PEM)"));
    switch (PrivateKeys.parse(key, null, reader.secret().namespace())) {
      case PrivateKeys.Parsed.Key(var pair) -> {
        if (!(pair.getPrivate() instanceof RSAPrivateKey)) {
          throw reader.invalid(KEY, "is not an RSA key; GitHub signs apps' logins by RSA only");
        }
      }
      case PrivateKeys.Parsed.Unusable(var fault) ->
          throw reader.invalid(
              KEY,
              fault == PrivateKeys.Fault.PASSPHRASE_MISSING
                  ? "is encrypted; put it there as GitHub made it"
                  : fault.text("password"));
    }
    return key;
  }

  private static @Nullable URI api(SecretReader reader) throws Unusable {
    String text = reader.line(API).orElse(null);
    if (text == null) {
      return null;
    }
    try {
      URI uri = new URI(text.replaceFirst("/+$", ""));
      // Without a login, a query or a fragment, and with a valid port.
      RepositoryUrl whole = RepositoryUrl.parse(uri + "/-");
      if (whole.scheme() == RepositoryUrl.Scheme.HTTPS) {
        return uri;
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Reported below, without the text, which may hold a login.
    }
    throw reader.invalid(
        API, "is not a plain https:// URL with a host, such as https://github.example.com/api/v3");
  }

  /**
   * The git host that an API belongs to by its name, if both are GitHub's own: who may send a token
   * to {@code github.com} may send it to {@code api.github.com}.
   */
  static Optional<RepositoryUrl> gitHost(RepositoryUrl api) {
    boolean own =
        api.host().equals("api.github.com")
            || (api.host().startsWith(API_LABEL) && api.host().endsWith(DATA_RESIDENCY));
    return own && api.scheme() == RepositoryUrl.Scheme.HTTPS
        ? Optional.of(
            new RepositoryUrl(
                api.scheme(), null, api.host().substring(API_LABEL.length()), api.port(), "/"))
        : Optional.empty();
  }
}
