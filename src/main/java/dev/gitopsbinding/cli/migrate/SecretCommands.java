package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.cli.migrate.SecretDraft.OldSecret;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * The commands that give a Secret its values. The person who runs them must be allowed to read the
 * old Secret; no value is shown, or is an argument of a program.
 */
final class SecretCommands {
  private SecretCommands() {}

  /**
   * The commands for one Secret.
   *
   * @param consent all hosts that its annotation must name, for its other uses too
   */
  static List<String> of(SecretDraft secret, SortedSet<String> consent) {
    List<String> commands = new ArrayList<>();
    OldSecret old = secret.old();
    boolean isCopied = !secret.isThere() || !secret.kind().key().equals(secret.kind().oldKey());
    if (old != null && isCopied) {
      commands.add(copy(secret, old));
    }
    if (old == null) {
      commands.add(byHand(secret));
    }
    if (secret.kind() == SecretDraft.Kind.SSH_KEY) {
      commands.addAll(knownHosts(secret));
    }
    if (secret.needsConsent()) {
      commands.add(
          "# Add to what is there: hosts that the annotation names now are lost unless the list has them.");
      commands.add(
          "kubectl annotate secret %s -n %s --overwrite '%s=%s'"
              .formatted(
                  secret.name(),
                  secret.namespace(),
                  SecretDraft.CONSENT,
                  String.join(",", consent)));
    }
    if (commands.isEmpty()) {
      commands.add("# Nothing to do.");
    }
    return commands;
  }

  /** The key has a dot in one case, so the template looks it up by index. */
  private static String copy(SecretDraft secret, OldSecret old) {
    return """
        kubectl get secret %s -n %s -o go-template='{"data":{"%s":"{{index .data "%s"}}"}}' |
          kubectl patch secret %s -n %s --patch-file /dev/stdin"""
        .formatted(
            old.name(),
            old.namespace(),
            secret.kind().key(),
            secret.kind().oldKey(),
            secret.name(),
            secret.namespace());
  }

  private static String byHand(SecretDraft secret) {
    String values =
        switch (secret.kind()) {
          case SSH_KEY -> "ssh-privatekey=FILE";
          case HTTPS_LOGIN -> "username=FILE --from-file=password=FILE";
          case REGISTRY_LOGIN, FORGE_TOKEN, WEBHOOK_URL -> secret.kind().key() + "=FILE";
        };
    return patchFromFiles(secret, values);
  }

  private static List<String> knownHosts(SecretDraft secret) {
    List<String> commands = new ArrayList<>();
    List<String> scans = secret.keyScans();
    commands.add(
        "# Add to what is there: lines that known_hosts has now are lost unless the file has them.");
    commands.add(
        (scans.size() == 1 ? scans.getFirst() : "{ " + String.join("; ", scans) + "; }")
            + " > known_hosts");
    commands.add(
        "ssh-keygen -lf known_hosts   # compare with the fingerprints that the host publishes");
    commands.add(patchFromFiles(secret, "known_hosts=known_hosts"));
    return commands;
  }

  private static String patchFromFiles(SecretDraft secret, String files) {
    return """
        kubectl create secret generic %s -n %s --from-file=%s --dry-run=client -o json |
          kubectl patch secret %s -n %s --patch-file /dev/stdin"""
        .formatted(secret.name(), secret.namespace(), files, secret.name(), secret.namespace());
  }
}
