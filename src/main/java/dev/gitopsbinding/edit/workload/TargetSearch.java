package dev.gitopsbinding.edit.workload;

import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.YamlFailure;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * Finds the object that a selector selects. If the file does not hold it, the failure says what the
 * file holds instead.
 */
final class TargetSearch {
  private static final String TEMPLATE = "{{";

  private final YamlFile file;
  private final ObjectSelector selector;
  private final List<KubernetesObject> objects;

  private TargetSearch(YamlFile file, ObjectSelector selector) {
    this.file = file;
    this.selector = selector;
    this.objects = KubernetesObject.in(file);
  }

  /** The object, or several if the file holds it more than once; at least one. */
  static Result<List<KubernetesObject>> of(YamlFile file, ObjectSelector selector) {
    TargetSearch search = new TargetSearch(file, selector);
    List<KubernetesObject> found = search.chosen();
    return found.isEmpty()
        ? Result.failed(new Failure.File(Reason.TARGET_NOT_IN_FILE, search.whatIsThere()))
        : Result.ok(found);
  }

  /** The selected objects; more than one only if the file holds the object more than once. */
  private List<KubernetesObject> chosen() {
    return selector.namespaces().stream()
        .map(
            namespace ->
                objects.stream()
                    .filter(object -> hasName(object) && object.namespace().equals(namespace))
                    .toList())
        .filter(chosen -> !chosen.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** Whether the object has the selected kind and name, in any namespace. */
  private boolean hasName(KubernetesObject object) {
    return object.isOf(selector.kind()) && object.name().equals(selector.name());
  }

  private String shownTarget() {
    return Excerpt.of(selector.kind() + " " + selector.name());
  }

  private String whatIsThere() {
    Optional<KubernetesObject> template =
        objects.stream()
            .filter(object -> object.isOf(selector.kind()) && object.name().contains(TEMPLATE))
            .findFirst();
    if (template.isPresent()) {
      return "%s: the name of %s holds '{{', which begins a template. %s"
          .formatted(file.path(), template.get().place(), YamlFailure.ONLY_PLAIN_YAML);
    }
    if (objects.stream().allMatch(object -> object.kind().isEmpty())) {
      return noObject();
    }
    return otherObjects();
  }

  /** A mapping without a kind, beside other documents, may hold the image at a key. */
  private String noObject() {
    boolean mapping = file.documents().stream().anyMatch(MappingNode.class::isInstance);
    return mapping
        ? "%s holds no Kubernetes object. Name the key of the image in spec.manifest.edits[].key, or a plain manifest in spec.manifest.path."
            .formatted(file.path())
        : "%s holds no Kubernetes object. %s".formatted(file.path(), nameItsFile());
  }

  private String otherObjects() {
    List<KubernetesObject> sameName = objects.stream().filter(this::hasName).toList();
    return sameName.isEmpty()
        ? hasNo(shownTarget(), objects, otherName())
        : hasNo(
            shownTarget() + " of namespace " + Excerpt.of(selector.namespaces().getFirst()),
            sameName,
            otherNamespace(sameName.getFirst()));
  }

  private String hasNo(String missing, List<KubernetesObject> others, String next) {
    return "%s has no %s; it has %s. %s"
        .formatted(file.path(), missing, Excerpt.of(places(others)), next);
  }

  private String otherName() {
    if (objects.stream().noneMatch(object -> object.isOf(selector.kind()))) {
      return nameItsFile();
    }
    return isTarget()
        ? "Correct spec.target.name, or, where the file names it differently than the cluster, set spec.manifest.object.name."
        : "Correct %s.name.".formatted(selector.field());
  }

  private String otherNamespace(KubernetesObject other) {
    String field = isTarget() ? "spec.manifest.object" : selector.field();
    return other.namespace().isEmpty()
        ? "Remove %s.namespace, or add the namespace to the file.".formatted(field)
        : "Correct its namespace in the file, or set %s to {kind: %s, name: %s, namespace: %s}."
            .formatted(
                field,
                Excerpt.of(selector.kind()),
                Excerpt.of(other.name()),
                Excerpt.of(other.namespace()));
  }

  private boolean isTarget() {
    return selector.field().equals("spec.target");
  }

  /** Objects of the selected kind first, as the user most likely meant one of them. */
  private List<String> places(List<KubernetesObject> shown) {
    return shown.stream()
        .filter(object -> !object.kind().isEmpty())
        .sorted(Comparator.comparing(object -> !object.isOf(selector.kind())))
        .map(this::place)
        .toList();
  }

  private String place(KubernetesObject object) {
    boolean otherApi = object.kind().equals(selector.kind()) && !object.isOf(object.kind());
    String namespace =
        object.namespace().isEmpty()
            ? " without a namespace"
            : " of namespace " + Excerpt.of(object.namespace());
    return "%s%s%s (line %d)"
        .formatted(
            otherApi ? Excerpt.of(object.apiVersion()) + " " : "",
            object.shown(),
            hasName(object) ? namespace : "",
            object.line());
  }

  private String nameItsFile() {
    return "Name the file that holds %s in spec.manifest.path.".formatted(shownTarget());
  }
}
