package dev.gitopsbinding.edit.workload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A scalar whose value differs between two texts that are else one tree, to a parser of YAML 1.1 or
 * JSON.
 *
 * @param path the keys and indexes that lead to it
 * @param start the first character of the scalar in the first text
 * @param end the character behind it
 */
record ScalarChange(List<String> path, int start, int end, String before, String after) {

  /** All changes, in the order of the text; fails if the trees differ in anything else. */
  static List<ScalarChange> between(String before, String after) {
    return yaml(before)
        .map(
            documents ->
                new YamlWalk(before)
                    .compare(
                        documents,
                        yaml(after).orElseThrow(() -> new AssertionError("not YAML: " + after))))
        .orElseGet(() -> json(before, after));
  }

  /** Whether it is where Kubernetes has the image of a container. */
  boolean isImageOfContainer() {
    return path.getLast().equals("image")
        && (path.contains("containers") || path.contains("initContainers"));
  }

  private static Optional<List<Node>> yaml(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(500);
    options.setAllowRecursiveKeys(true);
    try {
      List<Node> documents = new ArrayList<>();
      new Yaml(options).composeAll(new StringReader(text)).forEach(documents::add);
      return Optional.of(documents);
    } catch (YAMLException e) {
      return Optional.empty();
    }
  }

  private static List<ScalarChange> json(String before, String after) {
    List<ScalarChange> changes = new ArrayList<>();
    try (JsonParser old = new JsonFactory().createParser(before);
        JsonParser changed = new JsonFactory().createParser(after)) {
      JsonToken token;
      while ((token = old.nextToken()) != null) {
        require(changed.nextToken() == token, "tokens");
        if (!old.getText().equals(changed.getText())) {
          require(token == JsonToken.VALUE_STRING, "tokens");
          int start = (int) old.currentTokenLocation().getCharOffset();
          String pointer = old.getParsingContext().pathAsPointer().toString();
          changes.add(
              new ScalarChange(
                  Arrays.asList(pointer.split("/", -1)),
                  start,
                  (int) old.currentLocation().getCharOffset(),
                  old.getText(),
                  changed.getText()));
        }
      }
      require(changed.nextToken() == null, "lengths");
    } catch (IOException e) {
      throw new UncheckedIOException("neither YAML 1.1 nor JSON", e);
    }
    return changes;
  }

  private static void require(boolean same, String what) {
    if (!same) {
      throw new AssertionError("the trees differ in " + what);
    }
  }

  private static final class YamlWalk {
    private final String text;
    private final IdentityHashMap<Node, Node> seen = new IdentityHashMap<>();
    private final List<ScalarChange> changes = new ArrayList<>();

    YamlWalk(String text) {
      this.text = text;
    }

    List<ScalarChange> compare(List<Node> before, List<Node> after) {
      require(before.size() == after.size(), "documents");
      for (int i = 0; i < before.size(); i++) {
        walk(before.get(i), after.get(i), List.of());
      }
      changes.sort((a, b) -> Integer.compare(a.start(), b.start()));
      return changes;
    }

    private void walk(Node before, Node after, List<String> path) {
      Node known = seen.putIfAbsent(before, after);
      if (known != null) {
        require(known.equals(after), "aliases");
        return;
      }
      require(before.getClass() == after.getClass(), "kinds of nodes");
      require(before.getTag().equals(after.getTag()), "tags");
      require(Objects.equals(before.getAnchor(), after.getAnchor()), "anchors");
      switch (before) {
        case ScalarNode scalar -> compare(scalar, (ScalarNode) after, path);
        case SequenceNode sequence -> {
          List<Node> others = ((SequenceNode) after).getValue();
          require(sequence.getValue().size() == others.size(), "items");
          for (int i = 0; i < others.size(); i++) {
            walk(sequence.getValue().get(i), others.get(i), with(path, String.valueOf(i)));
          }
        }
        case MappingNode mapping -> {
          List<NodeTuple> others = ((MappingNode) after).getValue();
          require(mapping.getValue().size() == others.size(), "entries");
          for (int i = 0; i < others.size(); i++) {
            NodeTuple entry = mapping.getValue().get(i);
            String key = entry.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?";
            walk(entry.getKeyNode(), others.get(i).getKeyNode(), with(path, "key"));
            walk(entry.getValueNode(), others.get(i).getValueNode(), with(path, key));
          }
        }
        case AnchorNode anchor ->
            walk(anchor.getRealNode(), ((AnchorNode) after).getRealNode(), path);
        default -> throw new AssertionError("unknown node " + before.getClass());
      }
    }

    private void compare(ScalarNode before, ScalarNode after, List<String> path) {
      require(before.getScalarStyle() == after.getScalarStyle(), "styles");
      if (!before.getValue().equals(after.getValue())) {
        changes.add(
            new ScalarChange(
                path,
                text.offsetByCodePoints(0, before.getStartMark().getIndex()),
                text.offsetByCodePoints(0, before.getEndMark().getIndex()),
                before.getValue(),
                after.getValue()));
      }
    }

    private static List<String> with(List<String> path, String step) {
      List<String> longer = new ArrayList<>(path);
      longer.add(step);
      return longer;
    }
  }
}
