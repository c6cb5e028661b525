package dev.gitopsbinding.registry.dockerconfig;

/** One login. Its text form shows no secret. */
public sealed interface RegistryLogin {
  /** Sent to the registry, or to the token server that it names (RFC 7617). */
  record Basic(String username, String password) implements RegistryLogin {
    @Override
    public String toString() {
      return "Basic";
    }
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
