package dev.gitopsbinding.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Kubernetes objects by their URL path, with resource versions and watches, and no rule about what
 * they hold.
 */
final class ObjectStore {
  static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, ObjectNode> objects = new LinkedHashMap<>();
  private final Map<String, List<Consumer<String>>> watchers = new LinkedHashMap<>();
  private long version = 1;

  /** Creates or replaces the object at a path such as {@code …/namespaces/shop/secrets/git}. */
  synchronized ObjectNode put(String path, ObjectNode object) {
    boolean known = objects.containsKey(path);
    ObjectNode metadata = object.withObjectProperty("metadata");
    metadata.put("resourceVersion", String.valueOf(++version));
    metadata.put("name", path.substring(path.lastIndexOf('/') + 1));
    if (!known) {
      metadata.put("uid", UUID.randomUUID().toString());
      metadata.put("generation", 1);
      metadata.put("creationTimestamp", "2026-01-01T00:00:00Z");
    }
    objects.put(path, object);
    ObjectNode event = JSON.createObjectNode();
    event.put("type", known ? "MODIFIED" : "ADDED").set("object", object);
    watchers
        .getOrDefault(clusterWide(collection(path)), List.of())
        .forEach(watcher -> watcher.accept(event.toString()));
    return object;
  }

  /** Merges into the object at a path, as RFC 7396 says but for null. */
  synchronized ObjectNode merge(String path, JsonNode patch) {
    ObjectNode object =
        Optional.ofNullable(objects.get(path))
            .map(ObjectNode::deepCopy)
            .orElseGet(JSON::createObjectNode);
    merge(object, patch);
    return put(path, object);
  }

  synchronized Optional<ObjectNode> get(String path) {
    return Optional.ofNullable(objects.get(path));
  }

  /** The objects of a collection, of one namespace or of all. */
  synchronized ObjectNode list(String collection) {
    ObjectNode list = JSON.createObjectNode();
    list.put("kind", "List").put("apiVersion", "v1");
    list.putObject("metadata").put("resourceVersion", String.valueOf(version));
    ArrayNode items = list.putArray("items");
    objects.forEach(
        (path, object) -> {
          if (clusterWide(collection(path)).equals(clusterWide(collection))) {
            items.add(object);
          }
        });
    return list;
  }

  /** Tells every later change of a collection, as an event of a watch. */
  synchronized void watch(String collection, Consumer<String> watcher) {
    watchers.computeIfAbsent(clusterWide(collection), missing -> new ArrayList<>()).add(watcher);
  }

  private static String collection(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private static String clusterWide(String collection) {
    return collection.replaceFirst("/namespaces/[^/]+/", "/");
  }

  private static void merge(ObjectNode target, JsonNode patch) {
    patch
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isObject() && target.path(field.getKey()).isObject()) {
                merge((ObjectNode) target.get(field.getKey()), field.getValue());
              } else {
                target.set(field.getKey(), field.getValue());
              }
            });
  }
}
