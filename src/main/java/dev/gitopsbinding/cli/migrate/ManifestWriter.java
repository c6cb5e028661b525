package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.cli.migrate.DeploymentMigration.Migrated;
import dev.gitopsbinding.cli.text.YamlText;

/** The bindings and Secrets as YAML to review and create. */
public final class ManifestWriter {
  private static final String RESUME =
      "# Set gitops.operator.enabled of the Deployment to \"false\" first, then suspend to false."
          + " Otherwise both controllers push.\n";
  private static final String DISABLE =
      "# Set gitops.operator.enabled of the Deployment to \"false\" before this is created."
          + " Otherwise both controllers push.\n";

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
      yaml.append("---\n").append(one.isSuspended() ? RESUME : DISABLE);
      yaml.append(YamlText.of(one.binding()));
    }
    return yaml.toString();
  }
}
