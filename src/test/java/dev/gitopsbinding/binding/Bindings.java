package dev.gitopsbinding.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.binding.parser.BindingParser;
import dev.gitopsbinding.model.Result;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Sample bindings for tests: {@code shop/web}, generation 3. */
public final class Bindings {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final String SPEC =
      """
      target: {kind: Deployment, name: web}
      image: {name: ghcr.io/acme/web}
      source: {url: "ssh://git@git.example.com/acme/web.git", ref: {branch: main}}
      manifest:
        url: ssh://git@git.example.com/acme/deploy.git
        ref: {branch: main}
        secretRef: {name: acme-git}
        path: apps/web/deployment.yaml
      """;

  private Bindings() {}

  /** The sample with top-level fields of its spec replaced. */
  public static GitOpsBinding resource(JsonNode overrides, String requestedAt) {
    try {
      ObjectNode spec = (ObjectNode) YAML.readTree(SPEC);
      if (overrides != null) {
        spec.setAll((ObjectNode) overrides);
      }
      var resource = new GitOpsBinding();
      resource.setMetadata(
          new ObjectMetaBuilder()
              .withNamespace("shop")
              .withName("web")
              .withUid("uid-of-web")
              .withGeneration(3L)
              .withCreationTimestamp("2026-01-02T03:04:05Z")
              .build());
      if (requestedAt != null) {
        resource.getMetadata().getAnnotations().put(GitOpsBinding.REQUESTED_AT, requestedAt);
      }
      resource.setSpec(YAML.treeToValue(spec, GitOpsBindingSpec.class));
      return resource;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sample with fields of its spec replaced, given as YAML. */
  public static GitOpsBinding resource(String overrides) {
    try {
      return resource(YAML.readTree(overrides), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A binding, or an error where the resource is not sound. */
  public static Binding parse(GitOpsBinding resource) {
    return switch (BindingParser.parse(resource)) {
      case Result.Ok<Binding>(var binding) -> binding;
      case Result.Failed<Binding>(var failure) -> throw new AssertionError(failure.message());
    };
  }
}
