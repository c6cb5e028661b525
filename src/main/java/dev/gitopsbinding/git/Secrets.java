package dev.gitopsbinding.git;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What must not be shown of a credential, should a host repeat it. */
final class Secrets {
  private Secrets() {}

  static List<String> of(Credential credential) {
    return switch (credential) {
      case Credential.Basic(var username, var password, var _) -> {
        String login = username + ":" + password;
        yield List.of(
            Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)), password);
      }
      case Credential.Bearer(var token, var _) -> List.of(token);
      case Credential.Anonymous _, Credential.SshKey _ -> List.of();
    };
  }
}
