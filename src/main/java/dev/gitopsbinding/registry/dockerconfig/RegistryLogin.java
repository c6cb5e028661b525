package dev.gitopsbinding.registry.dockerconfig;

import dev.gitopsbinding.net.http.BasicLogin;
import java.util.List;

/** One login. Its text form shows no secret. */
public sealed interface RegistryLogin {
  /** Sent to the registry, or to the token server that it names (RFC 7617). */
  record Basic(String username, String password) implements RegistryLogin {
    @Override
    public String toString() {
      return "Basic";
    }
  }

  /** What must not be shown, should a host repeat it. */
  default List<String> secrets() {
    return switch (this) {
      case Basic(var username, var password) -> BasicLogin.of(username, password).secrets();
      case IdentityToken(var token) -> List.of(token);
      case RegistryToken(var token) -> List.of(token);
    };
  }

  /**
   * An OAuth 2.0 refresh token (RFC 6749, section 6), which the token server turns into a bearer
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
