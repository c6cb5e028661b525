package dev.gitopsbinding.registry.dockerconfig;

import dev.gitopsbinding.net.http.BasicLogin;
import java.util.List;

/** One login at a registry. Its text form shows no secret. */
public sealed interface RegistryLogin {
  /** User name and password, for the registry or the token server that it names (RFC 7617). */
  record Basic(String username, String password) implements RegistryLogin {
    @Override
    public String toString() {
      return "Basic";
    }
  }

  /** What must not be shown in case a host repeats it. */
  default List<String> secrets() {
    return switch (this) {
      case Basic(var username, var password) -> BasicLogin.of(username, password).secrets();
      case IdentityToken(var token) -> List.of(token);
      case RegistryToken(var token) -> List.of(token);
    };
  }

  /**
   * An OAuth 2.0 refresh token (RFC 6749, section 6), which the token server exchanges for a bearer
   * token.
   */
  record IdentityToken(String token) implements RegistryLogin {
    @Override
    public String toString() {
      return "IdentityToken";
    }
  }

  /** A bearer token for the registry itself (RFC 6750). */
  record RegistryToken(String token) implements RegistryLogin {
    @Override
    public String toString() {
      return "RegistryToken";
    }
  }
}
