package dev.gitopsbinding.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.parser.BindingParser;
import dev.gitopsbinding.model.Result;
import org.junit.jupiter.api.Test;

/** Which object of the file a binding means, and what names it in statuses and conflicts. */
class ManifestObjectTest {
  private static final String MANIFEST =
      "manifest: {url: 'ssh://git@git.example.com/acme/deploy.git', ref: {branch: main},"
          + " secretRef: {name: acme-git}, path: apps/web/deployment.yaml";

  @Test
  void withoutOneTheTargetIsMeantAndStatusesOfOlderVersionsStillMatch() {
    // When
    Binding binding = binding("{}");

    // Then
    assertThat(binding.written(binding.places().first()))
        .isEqualTo(new Binding.ManifestObject("Deployment", "web", null));
    assertThat(binding.selection()).isEqualTo("Deployment/web [] ghcr.io/acme/web");
    assertThat(binding.writeTargets().getFirst().name()).isEqualTo("web");
  }

  @Test
  void anObjectTakesTheTargetsPlaceInTheFileOnly() {
    // When
    Binding binding = binding("{%s, object: {name: base-web, namespace: base}}}");

    // Then
    assertThat(binding.target().name()).isEqualTo("web");
    assertThat(binding.written(binding.places().first()))
        .isEqualTo(new Binding.ManifestObject("Deployment", "base-web", "base"));
    assertThat(binding.selection()).isEqualTo("Deployment/base-web [] ghcr.io/acme/web in base");
    assertThat(binding.writeTargets().getFirst().name()).isEqualTo("base-web");
  }

  @Test
  void twoTargetsThatAreMadeFromOneObjectConflict() {
    // Given: one file, and two overlays with a prefix each
    Binding dev = binding("{target: {name: dev-web}, %s, object: {name: web}}}");
    Binding prod = binding("{target: {name: prod-web}, %s, object: {name: web}}}");
    Binding other = binding("{target: {name: dev-web}, %s}}");

    // Then
    assertThat(dev.writeTargets().getFirst())
        .isEqualTo(prod.writeTargets().getFirst())
        .isNotEqualTo(other.writeTargets().getFirst());
    assertThat(dev.selection()).isEqualTo(prod.selection()).isNotEqualTo(other.selection());
  }

  @Test
  void anObjectNeedsAName() {
    assertThat(
            BindingParser.parse(
                Bindings.resource("{" + MANIFEST + ", object: {kind: Deployment}}}")))
        .isInstanceOfSatisfying(
            Result.Failed.class,
            failed ->
                assertThat(failed.failure().message())
                    .startsWith("spec.manifest.object.name is missing"));
  }

  private static Binding binding(String overrides) {
    return Bindings.parse(Bindings.resource(overrides.replace("%s", MANIFEST)));
  }
}
