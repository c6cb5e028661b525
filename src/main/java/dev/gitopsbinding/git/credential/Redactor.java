package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.net.http.BasicLogin;
import dev.gitopsbinding.net.http.ProxySettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must not be shown of a login, should a host or a proxy repeat it. */
public final class Redactor {
  private Redactor() {}

  public static List<String> of(Credential credential) {
    return switch (credential) {
      case Credential.Basic(var username, var password, var _) ->
          BasicLogin.of(username, password).secrets();
      case Credential.Bearer(var token, var _) -> List.of(token);
      case Credential.Anonymous _, Credential.SshKey _ -> List.of();
    };
  }

  /** Those of a credential and of the proxy that leads to its host. */
  public static List<String> of(Credential credential, Optional<ProxySettings.Proxy> proxy) {
    return Stream.concat(
            of(credential).stream(),
            proxy.flatMap(ProxySettings.Proxy::login).stream()
                .flatMap(pair -> new BasicLogin(pair).secrets().stream()))
        .toList();
  }
}
