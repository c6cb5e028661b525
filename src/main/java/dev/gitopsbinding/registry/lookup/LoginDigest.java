package dev.gitopsbinding.registry.lookup;

import dev.gitopsbinding.net.CompositeDigest;
import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Identifies logins without storing them. */
final class LoginDigest {
  private LoginDigest() {}

  static String of(RegistryAccess access) {
    return CompositeDigest.of(
        Stream.concat(
                Stream.of(Objects.requireNonNullElse(access.authorities(), "")),
                access.logins().stream().map(login -> of(login, null)))
            .toList());
  }

  /**
   * The digest of one login.
   *
   * @param login null for none
   * @param authorities the additional authorities that it is used with; null for none
   */
  static String of(@Nullable RegistryLogin login, @Nullable String authorities) {
    return CompositeDigest.of(
        Stream.concat(Stream.of(Objects.requireNonNullElse(authorities, "")), parts(login).stream())
            .toList());
  }

  private static List<String> parts(@Nullable RegistryLogin login) {
    return switch (login) {
      case null -> List.of();
      case RegistryLogin.Basic(var username, var password) -> List.of("basic", username, password);
      case RegistryLogin.IdentityToken(var token) -> List.of("identity", token);
      case RegistryLogin.RegistryToken(var token) -> List.of("registry", token);
    };
  }
}
