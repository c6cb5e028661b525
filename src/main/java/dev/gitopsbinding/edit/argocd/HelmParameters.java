package dev.gitopsbinding.edit.argocd;

import dev.gitopsbinding.edit.values.ImageKeys;
import dev.gitopsbinding.edit.values.ValuesImage;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ImageScalar;
import dev.gitopsbinding.edit.yaml.LoneTag;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The parameters of {@code helm.parameters}: names such as {@code web.image.tag}, with their
 * values.
 */
final class HelmParameters {
  private static final String VALUE = "value";

  private final List<Parameter> all;

  /** A file may hold thousands, each of which asks for a dozen others. */
  private final Map<String, List<Parameter>> byName;

  private HelmParameters(List<Parameter> all) {
    this.all = all;
    this.byName = all.stream().collect(Collectors.groupingBy(Parameter::name));
  }

  /**
   * One parameter.
   *
   * @param node the mapping with its name and value
   */
  record Parameter(String name, ResolvedNode node) {
    /** The part of the name up to the last dot, with the dot. */
    private String prefix() {
      return name.substring(0, name.lastIndexOf('.') + 1);
    }

    private Optional<ScalarNode> value() {
      return node.get(VALUE)
          .map(ResolvedNode::node)
          .filter(ScalarNode.class::isInstance)
          .map(ScalarNode.class::cast);
    }

    /** As a key names it. */
    String place() {
      return Excerpt.of(new ParameterKey(name).path().text());
    }

    private String path() {
      return Excerpt.of(new ParameterKey(name).item().text());
    }

    private boolean isAliased() {
      return node.get(VALUE).filter(ResolvedNode::aliased).isPresent();
    }

    private ValuesImage alone(String image, List<String> digests) {
      return new ValuesImage.Split(
          path(),
          new LoneTag(node, VALUE, image),
          digests.stream().filter(digest -> !digest.isEmpty()).findFirst().orElse(null));
    }
  }

  static HelmParameters of(ResolvedNode parameters) {
    return new HelmParameters(
        parameters.items().stream()
            .filter(item -> item.node() instanceof MappingNode)
            .flatMap(item -> item.text("name").stream().map(name -> new Parameter(name, item)))
            .toList());
  }

  /** In the order of the file. */
  List<Parameter> all() {
    return all;
  }

  /** The images of a repository, each in one parameter or in two. */
  List<ValuesImage> of(String repository) {
    List<ValuesImage> found = new ArrayList<>();
    Set<String> untagged = new HashSet<>();
    // Every value that names an image of the repository holds its last part, and few others do.
    String lastPart = ImageReference.lastPart(repository);
    List<Parameter> likely =
        all.stream()
            .filter(one -> one.value().filter(it -> it.getValue().contains(lastPart)).isPresent())
            .toList();
    for (String prefix : likely.stream().map(Parameter::prefix).distinct().toList()) {
      split(prefix, repository, found, untagged);
    }
    likely.stream()
        .filter(parameter -> !untagged.contains(parameter.name()))
        .flatMap(parameter -> whole(parameter, repository).stream())
        .forEach(found::add);
    return found;
  }

  /**
   * The value of a parameter that is named by a key: an image of the repository, or a tag alone.
   */
  List<ValuesImage> named(String name, String repository) {
    return called(name)
        .flatMap(
            parameter ->
                whole(parameter, repository)
                    .or(
                        () ->
                            parameter.value().filter(HelmParameters::isImage).isPresent()
                                ? Optional.empty()
                                : Optional.of(
                                    parameter.alone(repository, digests(parameter.prefix()))))
                    .stream())
        .toList();
  }

  /** The image in the value of a parameter, if it is one of a repository. */
  private Optional<ValuesImage> whole(Parameter parameter, String repository) {
    return parameter
        .value()
        .map(scalar -> ImageScalar.of(parameter.path(), scalar, parameter.isAliased()))
        .flatMap(
            image ->
                ValuesImage.Whole.of(
                    image, parameter.name(), repository, key -> text(parameter.prefix() + key)));
  }

  /** A tag holds neither a slash nor a colon, but a digest may stand behind it. */
  private static boolean isImage(ScalarNode scalar) {
    String tag = scalar.getValue().split("@", 2)[0];
    return tag.contains("/") || tag.contains(":");
  }

  private void split(
      String prefix, String repository, List<ValuesImage> found, Set<String> untagged) {
    for (ImageKeys keys : ImageKeys.ALL) {
      List<Parameter> tags = called(prefix + keys.tag()).toList();
      Optional<String> image =
          tags.isEmpty() ? Optional.empty() : keys.imageOf(repository, key -> text(prefix + key));
      if (image.isPresent()) {
        tags.forEach(tag -> found.add(tag.alone(image.get(), digests(prefix))));
        untagged.add(prefix + keys.image());
        return;
      }
    }
  }

  private List<String> digests(String prefix) {
    return ImageKeys.DIGESTS.stream().flatMap(key -> text(prefix + key).stream()).toList();
  }

  private Optional<String> text(String name) {
    return called(name).findFirst().flatMap(Parameter::value).map(ScalarNode::getValue);
  }

  private Stream<Parameter> called(String name) {
    return byName.getOrDefault(name, List.of()).stream();
  }
}
