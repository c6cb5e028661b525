package dev.gitopsbinding.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitopsbinding.cli.migrate.AnnotatedDeployment;
import dev.gitopsbinding.cli.migrate.AnnotatedDeployment.Container;
import dev.gitopsbinding.cli.migrate.Annotation;
import dev.gitopsbinding.cli.migrate.Migration;
import dev.gitopsbinding.cli.migrate.ShownText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Picks the annotated Deployments out of Kubernetes objects, also out of lists of them. */
final class DeploymentCollector {
  private static final String DEPLOYMENT = "Deployment";

  private final List<AnnotatedDeployment> deployments = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();

  /**
   * @param namespace for Deployments that name none; null if there is none such
   * @param isActive as in {@link Migration#of}
   */
  Migration migrate(@Nullable String namespace, boolean isActive) {
    return Migration.of(deployments, ignored, namespace, isActive);
  }

  void addAll(String origin, List<JsonNode> objects) {
    objects.forEach(object -> add(origin, object, ""));
  }

  /**
   * @param kindOfList what the objects of a typed list are, which do not say it themselves
   */
  private void add(String origin, JsonNode object, String kindOfList) {
    String kind = object.path("kind").asText(kindOfList);
    JsonNode items = object.path("items");
    if (kind.endsWith("List") && items.isArray()) {
      String kindOfItems = kind.substring(0, kind.length() - "List".length());
      items.forEach(item -> add(origin, item, kindOfItems));
      return;
    }
    Map<String, String> annotations = texts(object.at("/metadata/annotations"));
    if (!AnnotatedDeployment.isAnnotated(annotations)) {
      noteMisplaced(origin, kind, object);
    } else if (kind.equals(DEPLOYMENT)) {
      deployments.add(deployment(origin, object, annotations));
    } else {
      ignored.add(
          "%s `%s` in `%s`: gitops-operator reads annotations of Deployments only."
              .formatted(ShownText.of(kind), ShownText.of(name(object)), ShownText.of(origin)));
    }
  }

  private void noteMisplaced(String origin, String kind, JsonNode object) {
    boolean isMisplaced =
        texts(object.at("/spec/template/metadata/annotations")).keySet().stream()
            .anyMatch(key -> key.startsWith(Annotation.PREFIX));
    if (isMisplaced) {
      ignored.add(
          "%s `%s` in `%s`: the annotations are in the pod template, where gitops-operator does not look."
              .formatted(ShownText.of(kind), ShownText.of(name(object)), ShownText.of(origin)));
    }
  }

  private static AnnotatedDeployment deployment(
      String origin, JsonNode object, Map<String, String> annotations) {
    JsonNode pod = object.at("/spec/template/spec");
    return new AnnotatedDeployment(
        origin,
        object.at("/metadata/namespace").asText(""),
        name(object),
        annotations,
        containers(pod.path("containers")),
        containers(pod.path("initContainers")),
        !pod.path("imagePullSecrets").isEmpty(),
        false);
  }

  private static List<Container> containers(JsonNode list) {
    List<Container> containers = new ArrayList<>();
    for (JsonNode one : list) {
      containers.add(new Container(one.path("name").asText(""), one.path("image").asText("")));
    }
    return containers;
  }

  private static Map<String, String> texts(JsonNode map) {
    Map<String, String> texts = new LinkedHashMap<>();
    map.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText("")));
    return texts;
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText("");
  }
}
