package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.cli.migrate.DeploymentMigration.Migrated;
import dev.gitopsbinding.cli.migrate.DeploymentMigration.NotMigrated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The results for all annotated Deployments, by namespace and name.
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
   * Migrates each Deployment. One that was read several times counts once, and has no binding if
   * what was read differs.
   *
   * @param namespace of Deployments whose file names none; null for that of their annotation
   * @param isActive whether bindings of enabled Deployments push as soon as they are created;
   *     otherwise all are suspended
   */
  public static Migration of(
      List<AnnotatedDeployment> deployments,
      List<String> ignored,
      @Nullable String namespace,
      boolean isActive) {
    Map<String, List<AnnotatedDeployment>> byName = new LinkedHashMap<>();
    for (AnnotatedDeployment read : deployments) {
      AnnotatedDeployment deployment = read.inSomeNamespace(namespace);
      byName
          .computeIfAbsent(deployment.namespace() + "/" + deployment.name(), _ -> new ArrayList<>())
          .add(deployment);
    }
    List<DeploymentMigration> all = new ArrayList<>();
    for (List<AnnotatedDeployment> versions : byName.values()) {
      AnnotatedDeployment first = versions.getFirst();
      all.add(
          versions.stream().allMatch(first::saysTheSameAs)
              ? DeploymentMigrator.migrate(first, isActive)
              : conflict(versions));
    }
    all.sort(
        Comparator.comparing((DeploymentMigration one) -> one.deployment().namespace())
            .thenComparing(one -> one.deployment().name()));
    return new Migration(all, ignored);
  }

  /** Which version is right is for the user to say: none of them has a binding. */
  private static NotMigrated conflict(List<AnnotatedDeployment> versions) {
    Set<String> origins = new LinkedHashSet<>();
    versions.forEach(one -> origins.add("`" + ShownText.of(one.origin()) + "`"));
    String problem =
        "It was read %d times, with different annotations, containers, images or `imagePullSecrets`: from %s. Pass the file that is right, alone."
            .formatted(versions.size(), String.join(", ", origins));
    return new NotMigrated(versions.getFirst(), List.of(problem), List.of());
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

  /**
   * All hosts that the owner of a Secret must consent to: one that is used in several ways is one
   * Secret with one annotation.
   */
  SortedSet<String> consentOf(SecretDraft secret) {
    SortedSet<String> hosts = new TreeSet<>();
    secrets().stream()
        .filter(SecretDraft::needsConsent)
        .filter(each -> each.hasNameOf(secret))
        .forEach(each -> hosts.addAll(each.hosts()));
    return hosts;
  }

  /** The names of the bindings that use a Secret. */
  List<String> usersOf(SecretDraft secret) {
    return migrated().stream()
        .filter(one -> one.secrets().stream().anyMatch(each -> isSame(each, secret)))
        .map(one -> one.deployment().name())
        .toList();
  }

  private static boolean isSame(SecretDraft one, SecretDraft other) {
    return one.hasNameOf(other) && one.kind() == other.kind();
  }
}
