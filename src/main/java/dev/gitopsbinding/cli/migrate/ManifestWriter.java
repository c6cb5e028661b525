package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.cli.migrate.DeploymentMigration.Migrated;

/** The bindings and Secrets as YAML to review and apply. */
public final class ManifestWriter {
  private ManifestWriter() {}

  /** All Secrets, then all bindings; empty if there are none. */
  public static String write(Migration migration) {
    StringBuilder yaml = new StringBuilder();
    for (SecretDraft secret : migration.secrets()) {
      if (!secret.isThere()) {
        yaml.append("---\n# Used by ").append(String.join(", ", migration.usersOf(secret)));
        yaml.append(". Replace the placeholders; the report says how.\n");
        yaml.append(YamlText.of(secret.resource()));
      }
    }
    for (Migrated one : migration.migrated()) {
      yaml.append("---\n").append(YamlText.of(one.binding()));
    }
    return yaml.toString();
  }
}
