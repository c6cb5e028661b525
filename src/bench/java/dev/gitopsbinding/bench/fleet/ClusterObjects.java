package dev.gitopsbinding.bench.fleet;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.AuthorSpec;
import dev.gitopsbinding.api.v1alpha1.spec.BranchRef;
import dev.gitopsbinding.api.v1alpha1.spec.CommitSpec;
import dev.gitopsbinding.api.v1alpha1.spec.ImageCheck;
import dev.gitopsbinding.api.v1alpha1.spec.ImageSpec;
import dev.gitopsbinding.api.v1alpha1.spec.ManifestSpec;
import dev.gitopsbinding.api.v1alpha1.spec.SecretRef;
import dev.gitopsbinding.api.v1alpha1.spec.TargetSpec;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourcePaths;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.bench.fleet.FleetPlan.App;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.testing.git.SshKeyFile;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a fleet has in the cluster. */
public final class ClusterObjects {
  private static final String SECRET = "git";
  private static final BranchRef MAIN = new BranchRef("main");

  private final Lab lab;
  private final KubernetesClient admin;
  private final FleetPlan plan;
  private final List<String> keys;

  ClusterObjects(Lab lab, FleetPlan plan) {
    this.lab = lab;
    this.admin = lab.admin();
    this.plan = plan;
    this.keys = IntStream.range(0, plan.keys()).mapToObj(this::key).toList();
  }

  /** Makes the namespaces of these bindings, each with its Secret. */
  void createNamespaces(List<App> apps) {
    Map<String, Integer> keyOf = new HashMap<>();
    apps.forEach(app -> keyOf.put(app.namespace(), app.key()));
    Lab.each(
        List.copyOf(keyOf.keySet()),
        namespace -> {
          admin
              .resource(
                  new NamespaceBuilder()
                      .withNewMetadata()
                      .withName(namespace)
                      .endMetadata()
                      .build())
              .create();
          createSecret(namespace, keys.get(keyOf.get(namespace)));
        });
  }

  public void createDeployment(App app) {
    admin
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(app.namespace())
                .withName(app.name())
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", app.name())
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", app.name())
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage(app.image() + ":initial")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  public void createBinding(App app, String author) {
    createBinding(
        app,
        lab.url(plan.sourceName(app.source())),
        lab.url(plan.manifestName(app.manifest())),
        author);
  }

  /** Makes a binding that is not like the others. */
  public void createBinding(App app, String sourceUrl, String manifestUrl, String author) {
    var secret = new SecretRef(SECRET);
    GitOpsBinding binding = new GitOpsBinding();
    binding.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(app.namespace())
            .withName(app.name())
            .withLabels(plan.shards() > 1 ? Map.of(Shard.LABEL, Shard.value(app.shard())) : null)
            .build());
    binding.setSpec(
        new GitOpsBindingSpec(
            null,
            plan.interval(),
            null,
            new TargetSpec(null, app.name(), null),
            new ImageSpec(app.image(), null, new ImageCheck("Skip", null, null), null),
            new SourceSpec(sourceUrl, MAIN, secret, null, null, null, null, paths(app), null, null),
            new ManifestSpec(manifestUrl, MAIN, secret, app.path(), null, null),
            new CommitSpec(new AuthorSpec(author, "bench@example.com"), null, null),
            null,
            null,
            null,
            null));
    admin.resource(binding).create();
  }

  /** Every second pattern is of this binding alone. */
  private @Nullable SourcePaths paths(App app) {
    return plan.paths()
        ? new SourcePaths(List.of(Fleet.CHANGES, "services/" + app.name() + "/**"), null)
        : null;
  }

  /** The commit of the manifest branch that the status speaks of. */
  public Optional<String> manifestCommit(App app) {
    return Optional.ofNullable(
            admin
                .resources(GitOpsBinding.class)
                .inNamespace(app.namespace())
                .withName(app.name())
                .get())
        .flatMap(binding -> Optional.ofNullable(binding.getStatus()))
        .flatMap(status -> Optional.ofNullable(status.manifest()))
        .map(ManifestStatus::commit);
  }

  public void deleteDeployment(App app) {
    admin.apps().deployments().inNamespace(app.namespace()).withName(app.name()).delete();
  }

  /** Gives the Secret of the binding's namespace its key again. */
  public void replaceSecret(App app) {
    replaceSecret(app, keys.get(app.key()));
  }

  /** Gives the Secret of the binding's namespace another key. */
  public void replaceSecret(App app, String privateKey) {
    admin.resource(secret(app.namespace(), privateKey)).update();
  }

  public void deleteBinding(App app) {
    admin.resources(GitOpsBinding.class).inNamespace(app.namespace()).withName(app.name()).delete();
  }

  /** Whether the bindings are Ready, each with the source commit that is wanted of it by its id. */
  boolean allReady(Map<String, String> commits) {
    Map<String, String> waiting = new HashMap<>(commits);
    admin.resources(GitOpsBinding.class).inAnyNamespace().list().getItems().stream()
        .filter(binding -> isReady(binding.getStatus(), waiting.get(id(binding))))
        .forEach(binding -> waiting.remove(id(binding)));
    return waiting.isEmpty();
  }

  /** The condition Ready of a binding. */
  public Optional<BindingCondition> ready(App app) {
    return Optional.ofNullable(
            admin
                .resources(GitOpsBinding.class)
                .inNamespace(app.namespace())
                .withName(app.name())
                .get())
        .flatMap(binding -> Optional.ofNullable(binding.getStatus()))
        .flatMap(ClusterObjects::ready);
  }

  /** Deletes bindings and Deployments; namespaces stay, as no controller-manager runs. */
  void delete(List<App> apps) {
    List<String> namespaces = apps.stream().map(App::namespace).distinct().toList();
    Lab.each(
        namespaces,
        namespace -> {
          admin.resources(GitOpsBinding.class).inNamespace(namespace).delete();
          admin.apps().deployments().inNamespace(namespace).delete();
        });
  }

  private static boolean isReady(GitOpsBindingStatus status, String commit) {
    return status != null
        && status.source() != null
        && status.source().commit() != null
        && status.source().commit().equals(commit)
        && ready(status).filter(ready -> "True".equals(ready.status())).isPresent();
  }

  private static Optional<BindingCondition> ready(GitOpsBindingStatus status) {
    return Optional.ofNullable(status.conditions()).stream()
        .flatMap(List::stream)
        .filter(condition -> "Ready".equals(condition.type()))
        .findFirst();
  }

  private void createSecret(String namespace, String privateKey) {
    admin.resource(secret(namespace, privateKey)).create();
  }

  private Secret secret(String namespace, String privateKey) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(SECRET)
        .endMetadata()
        .withType("kubernetes.io/ssh-auth")
        .withStringData(Map.of("ssh-privatekey", privateKey, "known_hosts", lab.knownHosts()))
        .build();
  }

  private String key(int number) {
    return number == 0
        ? lab.git().privateKey()
        : lab.git()
            .authorizedKey(SshKeyFile.Kind.ED25519, SshKeyFile.Form.OPENSSH, "")
            .privateKey();
  }

  private static String id(GitOpsBinding binding) {
    return binding.getMetadata().getNamespace() + "/" + binding.getMetadata().getName();
  }
}
