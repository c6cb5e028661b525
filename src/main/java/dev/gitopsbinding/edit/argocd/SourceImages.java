package dev.gitopsbinding.edit.argocd;

import dev.gitopsbinding.edit.values.ValuesImage;
import dev.gitopsbinding.edit.values.ValuesImageFinder;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.edit.yaml.replace.EmbeddedYamlFile;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds the places in the sources of Applications that name an image of a repository. */
final class SourceImages {
  /** Each is parsed, with an empty line for each line that stands before it in the file. */
  static final int MOST_TEXTS = 100;

  private final String repository;
  private final YamlLimits limits;
  private final List<ImagePlace> places = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private int texts;

  SourceImages(String repository, YamlLimits limits) {
    this.repository = repository;
    this.limits = limits;
  }

  /** Adds all places, in the order in which Argo CD documents the fields. */
  void search(ArgoApplication owner) {
    for (ArgoApplication.Source source : owner.sources()) {
      kustomizeImages(source)
          .ifPresent(
              images ->
                  add(owner, source.path() + ".kustomize.images", images.of(repository), null));
      helm(source)
          .ifPresent(
              helm -> {
                String path = source.path() + ".helm.";
                parameters(source)
                    .ifPresent(
                        parameters ->
                            add(owner, path + "parameters", parameters.of(repository), null));
                helm.get("valuesObject")
                    .ifPresent(
                        values ->
                            add(
                                owner,
                                path + "valuesObject",
                                ValuesImageFinder.in(values, repository),
                                null));
                helm.get("values").ifPresent(values -> embedded(owner, path + "values", values));
              });
    }
  }

  /** Adds the places of a parameter that is named. */
  void search(ArgoApplication owner, ParameterKey key) {
    for (ArgoApplication.Source source : owner.sources()) {
      parameters(source)
          .ifPresent(
              parameters ->
                  add(
                      owner,
                      source.path() + ".helm.parameters",
                      parameters.named(key.name(), repository),
                      null));
    }
  }

  /** Whether not all texts of values were read, as there are too many. */
  boolean isCutOff() {
    return texts > MOST_TEXTS;
  }

  List<ImagePlace> places() {
    return places;
  }

  /** Texts of values that name the repository and are not YAML. */
  List<Failure> failures() {
    return failures;
  }

  static Optional<KustomizeImages> kustomizeImages(ArgoApplication.Source source) {
    return source
        .node()
        .get("kustomize")
        .flatMap(kustomize -> kustomize.get("images"))
        .map(KustomizeImages::new);
  }

  static Optional<HelmParameters> parameters(ArgoApplication.Source source) {
    return helm(source).flatMap(helm -> helm.get("parameters")).map(HelmParameters::of);
  }

  static Optional<ResolvedNode> helm(ArgoApplication.Source source) {
    return source.node().get("helm");
  }

  private void embedded(ArgoApplication owner, String path, ResolvedNode values) {
    if (!(values.node() instanceof ScalarNode scalar)) {
      // Not what Argo CD takes, but plainly a mapping of values.
      add(owner, path, ValuesImageFinder.in(values, repository), null);
      return;
    }
    // Its last part is in the text wherever the repository is, also where the registry is apart.
    if (!scalar.getValue().contains(ImageReference.lastPart(repository))) {
      return;
    }
    texts++;
    if (isCutOff()) {
      return;
    }
    switch (EmbeddedYamlFile.of(values, limits)) {
      case Result.Failed<EmbeddedYamlFile>(Failure failure) -> failures.add(failure);
      case Result.Ok<EmbeddedYamlFile>(EmbeddedYamlFile inner) -> {
        List<Node> documents = inner.file().documents();
        documents.stream()
            .limit(1)
            .map(document -> ResolvedNode.root(document, inner.file()))
            .forEach(root -> add(owner, path, ValuesImageFinder.in(root, repository), inner));
      }
    }
  }

  private void add(
      ArgoApplication owner,
      String path,
      List<ValuesImage> images,
      @Nullable EmbeddedYamlFile inner) {
    images.forEach(image -> places.add(new ImagePlace(owner, path, image, inner)));
  }
}
