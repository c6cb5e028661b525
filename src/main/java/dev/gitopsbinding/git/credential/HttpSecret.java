package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.git.credential.SecretReader.Unusable;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.http.CertificateAuthorities;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Reads a login and certificate authorities for HTTPS out of a Secret. */
final class HttpSecret {
  static final String AUTHORITIES = "ca.crt";

  private HttpSecret() {}

  static Result<Credential> read(SecretData secret, RepositoryUrl url) {
    SecretReader reader = new SecretReader(secret);
    try {
      return Result.ok(login(reader, url, authorities(reader)));
    } catch (Unusable e) {
      return Result.failed(e.failure());
    }
  }

  private static Credential login(
      SecretReader reader, RepositoryUrl url, Optional<String> authorities) throws Unusable {
    Optional<String> token = reader.line("bearerToken");
    if (token.isPresent()) {
      return new Credential.Bearer(token.get(), authorities);
    }
    Optional<String> username = reader.line("username");
    Optional<String> password = reader.line("password");
    if (username.isPresent() && password.isPresent()) {
      return basic(reader, username.get(), password.get(), authorities);
    }
    if (password.isPresent()) {
      throw reader.missing("username", "Add it; with an access token, most hosts take any name");
    }
    if (username.isPresent()) {
      throw reader.missing("password", "Add the password or access token of the user under it");
    }
    if (authorities.isPresent()) {
      return new Credential.Anonymous(authorities);
    }
    throw reader.missing(
        "password", "Add 'username' and 'password', or 'bearerToken', to log in to " + url);
  }

  private static Credential basic(
      SecretReader reader, String username, String password, Optional<String> authorities)
      throws Unusable {
    if (username.indexOf(':') >= 0) {
      throw reader.invalid("username", "holds a colon, which HTTP basic authentication forbids");
    }
    return new Credential.Basic(username, password, authorities);
  }

  private static Optional<String> authorities(SecretReader reader) throws Unusable {
    Optional<String> text = reader.text(AUTHORITIES);
    if (text.isPresent()) {
      try {
        CertificateAuthorities.parse(text.get());
      } catch (GeneralSecurityException e) {
        throw reader.invalid(AUTHORITIES, "does not hold certificates in PEM form");
      }
    }
    return text;
  }
}
