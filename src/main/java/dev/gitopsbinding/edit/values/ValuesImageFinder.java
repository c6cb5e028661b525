package dev.gitopsbinding.edit.values;

import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ImageScalar;
import dev.gitopsbinding.edit.yaml.LoneTag;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds all images of a repository in a mapping of values, at any depth. */
public final class ValuesImageFinder {
  private static final String MERGE_KEY = "<<";

  private final String repository;

  /** Every text that names an image of the repository holds it, and few other texts do. */
  private final String lastPart;

  private final List<ValuesImage> found = new ArrayList<>();
  private final Set<Node> visited = Collections.newSetFromMap(new IdentityHashMap<>());

  private ValuesImageFinder(String repository) {
    this.repository = repository;
    this.lastPart = ImageReference.lastPart(repository);
  }

  /**
   * The images, in the order of the file.
   *
   * @param repository normalised, see {@link ImageReference#repository()}
   */
  public static List<ValuesImage> in(ResolvedNode values, String repository) {
    ValuesImageFinder finder = new ValuesImageFinder(repository);
    finder.walk(values, "");
    return List.copyOf(finder.found);
  }

  private void walk(ResolvedNode node, String path) {
    if (!visited.add(node.node())) {
      return;
    }
    if (node.node() instanceof MappingNode mapping) {
      mapping(node, mapping, path.isEmpty() ? "" : path + ".");
    }
    List<ResolvedNode> items = node.items();
    for (int i = 0; i < items.size(); i++) {
      ResolvedNode item = items.get(i);
      if (!(item.node() instanceof ScalarNode scalar)) {
        walk(item, "%s[%d]".formatted(path, i));
      } else if (mayName(scalar)) {
        whole(item, scalar, "%s[%d]".formatted(path, i), _ -> Optional.empty());
      }
    }
  }

  private void mapping(ResolvedNode node, MappingNode mapping, String prefix) {
    Set<String> own = ownKeys(mapping);
    // Read once: to look up each key of a mapping with thousands takes long.
    Map<String, ResolvedNode> entries = node.entries();
    Optional<ImageKeys> split =
        entries.values().stream().flatMap(value -> value.scalar().stream()).anyMatch(this::mayName)
            ? split(node, own, prefix)
            : Optional.empty();
    Function<String, Optional<String>> texts =
        key ->
            Optional.ofNullable(entries.get(key))
                .flatMap(ResolvedNode::scalar)
                .map(ScalarNode::getValue);
    for (String key : own) {
      ResolvedNode value = Objects.requireNonNull(entries.get(key));
      boolean taken = split.filter(keys -> keys.image().equals(key)).isPresent();
      if (!(value.node() instanceof ScalarNode scalar)) {
        walk(value, prefix + Excerpt.of(key));
      } else if (!taken && mayName(scalar)) {
        whole(value, scalar, prefix + Excerpt.of(key), texts);
      }
    }
    // What a merge brings in is seen where it stands, and counts once.
    merged(node).forEach(value -> walk(value, prefix + MERGE_KEY));
  }

  private boolean mayName(ScalarNode scalar) {
    return scalar.getValue().contains(lastPart);
  }

  private static List<ResolvedNode> merged(ResolvedNode node) {
    return node.get(MERGE_KEY).map(List::of).orElse(List.of());
  }

  private static Set<String> ownKeys(MappingNode mapping) {
    Set<String> keys = new LinkedHashSet<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key && !key.getValue().equals(MERGE_KEY)) {
        keys.add(key.getValue());
      }
    }
    return keys;
  }

  /** An image in two parts, of which at least one is the mapping's own. */
  private Optional<ImageKeys> split(ResolvedNode node, Set<String> own, String prefix) {
    for (ImageKeys keys : ImageKeys.ALL) {
      boolean tagged = node.get(keys.tag()).isPresent();
      Optional<String> image =
          (own.contains(keys.image()) || own.contains(keys.tag())) && (tagged || keys.always())
              ? keys.imageOf(repository, node::text)
              : Optional.empty();
      if (image.isPresent()) {
        found.add(
            new ValuesImage.Split(
                prefix + keys.tag(),
                new LoneTag(node, keys.tag(), image.get()),
                ImageKeys.DIGESTS.stream()
                    .flatMap(key -> node.text(key).stream())
                    .filter(digest -> !ResolvedNode.NULLS.contains(digest))
                    .findFirst()
                    .orElse(null)));
        return Optional.of(keys);
      }
    }
    return Optional.empty();
  }

  private void whole(
      ResolvedNode node, ScalarNode scalar, String path, Function<String, Optional<String>> texts) {
    ValuesImage.Whole.of(ImageScalar.of(path, scalar, node.aliased()), path, repository, texts)
        .filter(_ -> visited.add(scalar))
        .ifPresent(found::add);
  }
}
