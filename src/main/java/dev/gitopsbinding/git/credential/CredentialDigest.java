package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.net.CompositeDigest;
import java.util.List;

/** Tells credentials apart without keeping them. */
final class CredentialDigest {
  private CredentialDigest() {}

  static String of(Credential credential) {
    return CompositeDigest.of(parts(credential));
  }

  private static List<String> parts(Credential credential) {
    return switch (credential) {
      case Credential.Anonymous(var authorities) -> List.of("anonymous", authorities.orElse(""));
      case Credential.SshKey(var key, var passphrase, var knownHosts) ->
          List.of("ssh", key, passphrase.orElse(""), knownHosts);
      case Credential.Basic(var username, var password, var authorities) ->
          List.of("basic", username, password, authorities.orElse(""));
      case Credential.Bearer(var token, var authorities) ->
          List.of("bearer", token, authorities.orElse(""));
    };
  }
}
