package dev.gitopsbinding.git;

import dev.gitopsbinding.net.ProxySettings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What must not be shown of a login, should a host or a proxy repeat it. Names count too: many
 * hosts take an access token for one.
 */
final class Secrets {
  private Secrets() {}

  static List<String> of(Credential credential) {
    return switch (credential) {
      case Credential.Basic(var username, var password, var _) -> login(username + ":" + password);
      case Credential.Bearer(var token, var _) -> List.of(token);
      case Credential.Anonymous _, Credential.SshKey _ -> List.of();
    };
  }

  /** Those of a credential and of the proxy that leads to its host. */
  static List<String> of(Credential credential, Optional<ProxySettings.Proxy> proxy) {
    return Stream.concat(
            of(credential).stream(),
            proxy.flatMap(ProxySettings.Proxy::login).stream()
                .flatMap(text -> login(text).stream()))
        .toList();
  }

  /**
   * @param login {@code user:password}
   */
  private static List<String> login(String login) {
    String[] parts = login.split(":", 2);
    String encoded = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    // The password goes first: the name may be a part of it.
    return Stream.concat(
            Stream.of(encoded), Stream.of(parts).sorted((a, b) -> b.length() - a.length()))
        .toList();
  }
}
