package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.cli.migrate.DeploymentMigration.Migrated;
import dev.gitopsbinding.cli.migrate.DeploymentMigration.NotMigrated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of all annotated Deployments, by namespace and name.
 *
 * @param ignored notes about objects that hold such annotations and are no Deployments
 */
public record Migration(List<DeploymentMigration> deployments, List<String> ignored) {
  /** Copies the lists. */
  public Migration {
    deployments = List.copyOf(deployments);
    ignored = List.copyOf(ignored);
  }

  /**
   * Migrates each Deployment. One that was read twice counts once, unless its annotations differ.
   *
   * @param namespace of Deployments whose file names none; null for that of their annotation
   * @param isSuspended whether no binding may push before somebody resumes it
   */
  public static Migration of(
      List<AnnotatedDeployment> deployments,
      List<String> ignored,
      @Nullable String namespace,
      boolean isSuspended) {
    Map<String, AnnotatedDeployment> byName = new LinkedHashMap<>();
    List<DeploymentMigration> all = new ArrayList<>();
    for (AnnotatedDeployment read : deployments) {
      AnnotatedDeployment deployment = read.inSomeNamespace(namespace);
      AnnotatedDeployment first =
          byName.putIfAbsent(deployment.namespace() + "/" + deployment.name(), deployment);
      if (first != null && !first.annotations().equals(deployment.annotations())) {
        all.add(
            new NotMigrated(
                deployment,
                List.of(
                    "`%s` holds this Deployment too, with other annotations; the binding was made from those. Pass the file that is right, alone."
                        .formatted(ShownText.of(first.origin()))),
                List.of()));
      }
    }
    byName.values().forEach(one -> all.add(DeploymentMigrator.migrate(one, isSuspended)));
    all.sort(
        Comparator.comparing((DeploymentMigration one) -> one.deployment().namespace())
            .thenComparing(one -> one.deployment().name()));
    return new Migration(all, ignored);
  }

  /** Those that have a binding. */
  public List<Migrated> migrated() {
    return deployments.stream()
        .filter(Migrated.class::isInstance)
        .map(Migrated.class::cast)
        .toList();
  }

  /** Whether each Deployment has a binding. */
  public boolean isComplete() {
    return migrated().size() == deployments.size();
  }

  /** The Secrets of all bindings, each once, by namespace and name. */
  List<SecretDraft> secrets() {
    Map<String, SecretDraft> byName = new LinkedHashMap<>();
    for (Migrated one : migrated()) {
      for (SecretDraft secret : one.secrets()) {
        byName.merge(
            secret.namespace() + "/" + secret.name() + " " + secret.kind(),
            secret,
            SecretDraft::with);
      }
    }
    return byName.values().stream()
        .sorted(Comparator.comparing(SecretDraft::namespace).thenComparing(SecretDraft::name))
        .toList();
  }

  /** The names of the bindings that use a Secret. */
  List<String> usersOf(SecretDraft secret) {
    return migrated().stream()
        .filter(one -> one.secrets().stream().anyMatch(each -> isSame(each, secret)))
        .map(one -> one.deployment().name())
        .toList();
  }

  private static boolean isSame(SecretDraft one, SecretDraft other) {
    return one.namespace().equals(other.namespace())
        && one.name().equals(other.name())
        && one.kind() == other.kind();
  }
}
