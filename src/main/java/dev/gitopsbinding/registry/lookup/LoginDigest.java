package dev.gitopsbinding.registry.lookup;

import dev.gitopsbinding.net.CompositeDigest;
import dev.gitopsbinding.registry.dockerconfig.RegistryLogin;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells logins apart without keeping them. */
final class LoginDigest {
  private LoginDigest() {}

  static String of(RegistryAccess access) {
    return CompositeDigest.of(
        Stream.concat(
                Stream.of(access.authorities().orElse("")),
                access.logins().stream().map(login -> of(Optional.of(login), Optional.empty())))
            .toList());
  }

  /** Of one login at hosts that these authorities prove. */
  static String of(Optional<RegistryLogin> login, Optional<String> authorities) {
    return CompositeDigest.of(
        Stream.concat(Stream.of(authorities.orElse("")), parts(login).stream()).toList());
  }

  private static List<String> parts(Optional<RegistryLogin> login) {
    return login
        .map(
            known ->
                switch (known) {
                  case RegistryLogin.Basic(var username, var password) ->
                      List.of("basic", username, password);
                  case RegistryLogin.IdentityToken(var token) -> List.of("identity", token);
                  case RegistryLogin.RegistryToken(var token) -> List.of("registry", token);
                })
        .orElse(List.of());
  }
}
