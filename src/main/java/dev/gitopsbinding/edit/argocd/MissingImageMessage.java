package dev.gitopsbinding.edit.argocd;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.uneditable.Placeholder;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * What is said of Applications that do not name the image.
 *
 * @param applications those that were searched, at least one
 */
record MissingImageMessage(
    YamlFile file, ImageSelector selector, List<ArgoApplication> applications) {
  private static final String OF_SET =
      "It is a template of an ApplicationSet: write the image there as it is, or name the file that the generator reads in spec.manifest.path.";
  private static final String ADD =
      "Add the image to kustomize.images or to the values of Helm, or correct spec.image.name.";

  /**
   * A text that could hold the image.
   *
   * @param shown what messages show of it: a parameter's value may be a password
   */
  private record Candidate(ArgoApplication owner, String shown, String text, int line) {}

  String text() {
    List<Candidate> candidates =
        applications.stream().flatMap(MissingImageMessage::candidates).toList();
    Optional<String> placeholder = candidates.stream().flatMap(this::placeholder).findFirst();
    if (placeholder.isPresent()) {
      return placeholder.get();
    }
    List<String> texts =
        candidates.stream().map(one -> "%s (line %d)".formatted(one.shown(), one.line())).toList();
    String missing =
        selector.key() == null
            ? "has no image " + selector.repository()
            : "has no tag of the image %s at %s"
                .formatted(selector.repository(), Excerpt.of(selector.key().text()));
    return "%s: %s %s; it has %s. %s"
        .formatted(
            file.path(),
            Excerpt.of(applications.stream().map(ArgoApplication::place).toList()),
            missing,
            texts.isEmpty() ? "no images and parameters" : Excerpt.of(texts),
            next());
  }

  /** A text for the image that is written when the file is rendered. */
  private Stream<String> placeholder(Candidate candidate) {
    String last = ImageReference.lastPart(selector.repository());
    return Placeholder.in(candidate.text())
        .filter(_ -> candidate.text().contains(last) || isTag(candidate.shown()))
        .map(
            found ->
                "%s, line %d: %s of %s %s. %s"
                    .formatted(
                        file.path(),
                        candidate.line(),
                        candidate.shown(),
                        candidate.owner().shown(),
                        found.what(),
                        candidate.owner().set() ? OF_SET : found.next()))
        .stream();
  }

  private static boolean isTag(String name) {
    return name.toLowerCase(Locale.ROOT).matches("(?s).*tag]?");
  }

  private String next() {
    Optional<String> tag =
        applications.stream()
            .flatMap(application -> application.sources().stream())
            .flatMap(source -> SourceImages.parameters(source).stream())
            .flatMap(parameters -> parameters.all().stream())
            .map(HelmParameters.Parameter::name)
            .filter(name -> selector.key() == null && isTag(name))
            .findFirst();
    if (tag.isPresent()) {
      return "If %s is its tag, name it in spec.manifest.edits[].key as %s, or add a parameter with its repository."
          .formatted(Excerpt.of(tag.get()), Excerpt.of(new ParameterKey(tag.get()).path().text()));
    }
    List<String> files =
        applications.stream()
            .flatMap(application -> application.sources().stream())
            .flatMap(source -> SourceImages.helm(source).stream())
            .flatMap(helm -> helm.get("valueFiles").stream())
            .flatMap(found -> found.items().stream())
            .map(ResolvedNode::node)
            .filter(ScalarNode.class::isInstance)
            .map(node -> Excerpt.of(((ScalarNode) node).getValue()))
            .toList();
    return files.isEmpty()
        ? ADD
        : "Its values are in the files %s: name that with the tag in spec.manifest.path."
            .formatted(Excerpt.of(files));
  }

  private static Stream<Candidate> candidates(ArgoApplication application) {
    List<Candidate> candidates = new ArrayList<>();
    for (ArgoApplication.Source source : application.sources()) {
      SourceImages.kustomizeImages(source).stream()
          .flatMap(images -> images.images().items().stream())
          .forEach(
              item ->
                  candidate(application, item, text -> Excerpt.of(text) + " in kustomize.images")
                      .ifPresent(candidates::add));
      SourceImages.parameters(source).stream()
          .flatMap(parameters -> parameters.all().stream())
          .forEach(
              parameter ->
                  parameter
                      .node()
                      .get("value")
                      .flatMap(value -> candidate(application, value, _ -> parameter.place()))
                      .ifPresent(candidates::add));
    }
    return candidates.stream();
  }

  private static Optional<Candidate> candidate(
      ArgoApplication owner, ResolvedNode node, UnaryOperator<String> shown) {
    return node.node() instanceof ScalarNode scalar
        ? Optional.of(
            new Candidate(
                owner,
                shown.apply(scalar.getValue()),
                scalar.getValue(),
                scalar.getStartMark().orElseThrow().getLine() + 1))
        : Optional.empty();
  }
}
