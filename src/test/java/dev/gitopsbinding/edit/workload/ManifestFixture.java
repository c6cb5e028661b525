package dev.gitopsbinding.edit.workload;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryPath;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.testing.DefaultSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Manifests, and what is said of them. */
final class ManifestFixture {
  static final String REPOSITORY = "ghcr.io/acme/web";

  private ManifestFixture() {}

  static String deployment(String name, String container, String image) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: %s
    spec:
      template:
        spec:
          containers:
            - image: %s
              name: %s
    """
        .formatted(name, image, container);
  }

  static Failure failure(String path, String text, String target, List<String> containers) {
    return failure(
        path,
        text,
        new ImageSelector(
            new ObjectSelector(
                "spec.target", "Deployment", target, List.of(ObjectSelector.NO_NAMESPACE)),
            containers,
            REPOSITORY));
  }

  static Failure failure(String path, String text, ImageSelector selector) {
    Content content = Content.of(text.getBytes(StandardCharsets.UTF_8));
    return switch (new WorkloadImageEditor(
            new RepositoryPath(path), selector, DefaultSettings.YAML_LIMITS)
        .read(content)) {
      case Result.Ok<List<String>>(var found) -> throw new AssertionError("found " + found);
      case Result.Failed<List<String>>(Failure failure) -> failure;
    };
  }
}
