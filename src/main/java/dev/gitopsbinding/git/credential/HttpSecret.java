package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.git.credential.SecretReader.Unusable;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.http.CertificateAuthorities;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Reads a login and certificate authorities for HTTPS from a Secret. */
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
      SecretReader reader, RepositoryUrl url, @Nullable String authorities) throws Unusable {
    if (GitHubAppSecret.isOne(reader)) {
      return GitHubAppSecret.read(reader, authorities);
    }
    String token = reader.line("bearerToken").orElse(null);
    if (token != null) {
      return new Credential.Bearer(token, authorities);
    }
    String username = reader.line("username").orElse(null);
    String password = reader.line("password").orElse(null);
    if (username != null && password != null) {
      return basic(reader, username, password, authorities);
    }
    if (password != null) {
      throw reader.missing("username", "Add it; with an access token, most hosts take any name");
    }
    if (username != null) {
      throw reader.missing("password", "Add the password or access token of the user under it");
    }
    if (authorities != null) {
      return new Credential.Anonymous(authorities);
    }
    throw reader.missing(
        "password", "Add 'username' and 'password', or 'bearerToken', to log in to " + url);
  }

  private static Credential basic(
      SecretReader reader, String username, String password, @Nullable String authorities)
      throws Unusable {
    if (username.indexOf(':') >= 0) {
      throw reader.invalid("username", "holds a colon, which HTTP basic authentication forbids");
    }
    return new Credential.Basic(username, password, authorities);
  }

  /** The certificate authorities of a Secret; null for none. */
  static @Nullable String authorities(SecretReader reader) throws Unusable {
    String text = reader.text(AUTHORITIES).orElse(null);
    if (text != null) {
      try {
        CertificateAuthorities.parse(text);
      } catch (GeneralSecurityException e) {
        throw reader.invalid(AUTHORITIES, "does not hold certificates in PEM form");
      }
    }
    return text;
  }
}
