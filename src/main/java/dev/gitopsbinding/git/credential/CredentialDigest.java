package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.net.CompositeDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Identifies credentials without storing them. */
final class CredentialDigest {
  private CredentialDigest() {}

  static String of(Credential credential) {
    return CompositeDigest.of(parts(credential));
  }

  private static List<String> parts(Credential credential) {
    return switch (credential) {
      case Credential.Anonymous(var authorities) -> List.of("anonymous", text(authorities));
      case Credential.SshKey(var key, var passphrase, var knownHosts) ->
          List.of("ssh", key, text(passphrase), knownHosts);
      case Credential.Basic(var username, var password, var authorities) ->
          List.of("basic", username, password, text(authorities));
      case Credential.Bearer(var token, var authorities) ->
          List.of("bearer", token, text(authorities));
      case Credential.GitHubApp(var app, var installation, var key, var api, var authorities) ->
          List.of(
              "github app",
              app,
              text(installation),
              key,
              api == null ? "" : api.toString(),
              text(authorities));
    };
  }

  private static String text(@Nullable String part) {
    return part == null ? "" : part;
  }
}
