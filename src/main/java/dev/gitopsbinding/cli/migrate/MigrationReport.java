package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.cli.migrate.DeploymentMigration.Migrated;
import dev.gitopsbinding.cli.migrate.DeploymentMigration.NotMigrated;
import java.util.List;

/** What was migrated and what was not, as Markdown. It repeats no secret. */
public final class MigrationReport {
  private static final String FOR_ALL =
      """

      ## For every Deployment

      - The operator changes only the tag's bytes in the file. gitops-operator rewrote the whole file, without its comments.
      - The file must hold a Deployment of this name. If it has another name or namespace there (Kustomize), add `spec.manifest.object`.
      - A tag is written only after the registry has its image. gitops-operator did not look where it had no login for the registry.
      - A tag that somebody changes or reverts by hand stays until the next source commit.
      - Host keys come from `known_hosts` in the Secret, not from the operator's image.
      - Each binding is synced every 2 minutes (`spec.interval`). Nothing has to call `/reconcile`.
      - Author and message of the commits are `spec.commit`, and not `DEFAULT_FROM_NAME` and `DEFAULT_FROM_EMAIL`.
      """;

  private static final String SEVERAL_RUNS =
      "The lists of hosts are complete for this run. If you move one Deployment after the other, a Secret may be"
          + " there already: `kubectl create` leaves it as it is. Then add to what is there: the hosts"
          + " here to its annotation `gitopsbinding.dev/hosts`, and the host keys to its `known_hosts`.";

  private static final String ORDER =
      """

      ## Order

      1. Install the CustomResourceDefinition and the operator.
      2. Create the bindings and the Secrets, and give the Secrets values. The bindings are suspended; those printed by `--active` are not, so create each of them in step 3 only. Use `kubectl create`: it leaves what is there already, and `kubectl apply` would write the placeholders over the values again.
      3. For one Deployment after the other: set its annotation `gitops.operator.enabled` to `"false"` in the manifest repository, wait until the Deployment in the cluster has it, and only then set `spec.suspend` of its binding to `false` (with `--active`: only then create it). Otherwise both controllers push.
      4. Wait until the binding is `Ready`, and look at the next commit that it makes.
      5. Remove the annotations. Remove gitops-operator after the last one.

      docs/migration.md has the commands.
      """;

  private final StringBuilder text = new StringBuilder();
  private final Migration migration;

  private MigrationReport(Migration migration) {
    this.migration = migration;
  }

  /** The whole report; ends with a line break. */
  public static String of(Migration migration) {
    var report = new MigrationReport(migration);
    report.line("# Moving over from gitops-operator");
    report.line("");
    report.line(summary(migration));
    report.list("Ignored", migration.ignored());
    if (!migration.deployments().isEmpty()) {
      report.text.append(FOR_ALL);
      migration.deployments().forEach(report::deployment);
      report.secrets();
      report.text.append(ORDER);
    }
    return report.text.toString();
  }

  /** The result in one line. */
  public static String summary(Migration migration) {
    int all = migration.deployments().size();
    int migrated = migration.migrated().size();
    if (all == 0) {
      return "No Deployment has annotations that begin with `" + Annotation.PREFIX + "`.";
    }
    String without =
        all == migrated ? "" : ", %d without a binding (see below)".formatted(all - migrated);
    return "%d annotated %s: %d %s%s."
        .formatted(
            all,
            all == 1 ? "Deployment" : "Deployments",
            migrated,
            migrated == 1 ? "binding" : "bindings",
            without);
  }

  private void deployment(DeploymentMigration one) {
    line("");
    switch (one) {
      case Migrated _ -> line("## " + one.deployment().label());
      case NotMigrated refused -> {
        line("## " + one.deployment().label() + ": no binding");
        line("");
        line(
            "From `"
                + ShownText.of(one.deployment().origin())
                + "`. Correct this, and run `migrate` again:");
        line("");
        refused.problems().forEach(problem -> line("- " + problem));
      }
    }
    for (MigrationNote.Kind kind : MigrationNote.Kind.values()) {
      list(
          kind.title(),
          one.notes().stream()
              .filter(note -> note.kind() == kind)
              .map(MigrationNote::text)
              .toList());
    }
  }

  private void secrets() {
    if (migration.secrets().isEmpty()) {
      return;
    }
    line("");
    line("## Secrets");
    line("");
    line(SEVERAL_RUNS);
    for (SecretDraft secret : migration.secrets()) {
      line("");
      line(
          "### %s/%s%s"
              .formatted(
                  secret.namespace(),
                  secret.name(),
                  secret.isThere() ? " (is there already)" : ""));
      line("");
      line("Used by %s.".formatted(String.join(", ", migration.usersOf(secret))));
      line("");
      line("```sh");
      SecretCommands.of(secret, migration.consentOf(secret)).forEach(this::line);
      line("```");
    }
  }

  private void list(String title, List<String> items) {
    if (!items.isEmpty()) {
      line("");
      line(title + ":");
      line("");
      items.forEach(item -> line("- " + item));
    }
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
