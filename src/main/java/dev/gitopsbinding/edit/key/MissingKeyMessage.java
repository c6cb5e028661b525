package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.yaml.Excerpt;
import dev.gitopsbinding.edit.yaml.ResolvedNode;
import dev.gitopsbinding.edit.yaml.YamlFile;
import dev.gitopsbinding.model.key.KeyPath;
import dev.gitopsbinding.model.text.EditDistance;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Says of a key that is not in a file how far it leads, what is there, and what was meant. */
final class MissingKeyMessage {
  private static final String FIELD = "spec.manifest.edits[].key";

  /** Longer keys are no typing errors of others; the distance costs the product of the lengths. */
  private static final int MAX_NAME_CHARS = 100;

  /** More keys of one mapping are not compared. */
  private static final int MOST = 1000;

  private MissingKeyMessage() {}

  /**
   * The message.
   *
   * @param walks the way of the key in each document
   */
  static String of(YamlFile file, List<KeyWalk> walks, KeyPath key) {
    Optional<KeyWalk.Missing> furthest =
        walks.stream()
            .filter(KeyWalk.Missing.class::isInstance)
            .map(KeyWalk.Missing.class::cast)
            .max(
                Comparator.comparing((KeyWalk.Missing missing) -> missing.fitting().size() > 1)
                    .thenComparingInt(KeyWalk.Missing::reached));
    return furthest
        .map(missing -> of(file, missing, key))
        .orElseGet(
            () ->
                "%s is empty and has no key %s. Correct %s, or spec.manifest.edits[].path."
                    .formatted(file.path(), Excerpt.of(key.text()), FIELD));
  }

  /** Whether the key leads to several items of one list. */
  static boolean isAmbiguous(List<KeyWalk> walks) {
    return walks.stream()
        .anyMatch(
            walk ->
                walk instanceof KeyWalk.Missing(_, _, _, _, List<ResolvedNode> fitting)
                    && fitting.size() > 1);
  }

  /** The keys of a mapping, for messages. */
  static String keys(ResolvedNode node) {
    List<String> keys = List.copyOf(node.entries().keySet());
    return keys.isEmpty() ? "no keys" : Excerpt.of(keys.stream().map(Excerpt::of).toList());
  }

  /** The items of a list, for messages. */
  static String items(ResolvedNode node) {
    List<ResolvedNode> items = node.items();
    if (items.isEmpty()) {
      return "it has no items";
    }
    List<String> names = items.stream().flatMap(item -> item.text("name").stream()).toList();
    String count = items.size() == 1 ? "its only item is [0]" : range(items.size());
    return names.isEmpty()
        ? count
        : count
            + ", with the names "
            + Excerpt.of(names.stream().map(name -> "[name=" + Excerpt.of(name) + "]").toList());
  }

  private static String range(int size) {
    return "its items are [0] to [%d]".formatted(size - 1);
  }

  private static String of(YamlFile file, KeyWalk.Missing missing, KeyPath key) {
    boolean first = missing.reached() == 0;
    return "%s has %s: %s %s. %s"
        .formatted(
            file.path(),
            missing.fitting().size() > 1
                ? Excerpt.of(key.text()) + " more than once"
                : "no " + Excerpt.of(key.text()),
            first
                ? "the document of line " + missing.document().root().line()
                : "%s (line %d)"
                    .formatted(Excerpt.of(missing.prefix().text()), missing.last().line()),
            what(missing),
            next(missing));
  }

  private static String what(KeyWalk.Missing missing) {
    ResolvedNode node = missing.last();
    return switch (node.node()) {
      case MappingNode _ ->
          missing.step() instanceof KeyPath.Key
              ? "has " + keys(node)
              : "is a mapping, and no list; it has " + keys(node);
      case SequenceNode _ when missing.fitting().size() > 1 ->
          "has %d items with %s, in lines %s"
              .formatted(
                  missing.fitting().size(),
                  Excerpt.of(step(missing)),
                  Excerpt.of(
                      missing.fitting().stream().map(one -> String.valueOf(one.line())).toList()));
      case SequenceNode _ -> "is a list; " + items(node);
      default -> "is " + scalar(node);
    };
  }

  private static String scalar(ResolvedNode node) {
    return node.isNull()
        ? "empty"
        : Excerpt.hidden(node.scalar().map(ScalarNode::getValue).orElse(""));
  }

  private static String step(KeyWalk.Missing missing) {
    return KeyPath.ROOT.plus(missing.step()).text();
  }

  private static String next(KeyWalk.Missing missing) {
    return nearest(missing)
        .map(
            key ->
                "Did you mean %s? Correct %s, or the file."
                    .formatted(Excerpt.of(key.text()), FIELD))
        .orElse("Correct %s, or the file.".formatted(FIELD));
  }

  /** The key with another name at this place, else the same last keys at another place. */
  private static Optional<KeyPath> nearest(KeyWalk.Missing missing) {
    if (missing.fitting().size() > 1) {
      return Optional.empty();
    }
    KeyPath prefix = missing.prefix();
    List<KeyPath.Step> rest =
        missing.key().steps().subList(missing.reached() + 1, missing.key().steps().size());
    Optional<KeyPath> here =
        missing.step() instanceof KeyPath.Key(String name)
            ? similar(missing.last(), name).map(prefix::plus)
            : Optional.empty();
    return here.map(
            found -> {
              KeyPath longer = found;
              for (KeyPath.Step step : rest) {
                longer = longer.plus(step);
              }
              return longer;
            })
        .filter(found -> KeyWalk.of(missing.document(), found) instanceof KeyWalk.Found)
        .or(() -> SuffixSearch.of(missing.document(), missing.key()))
        .or(() -> here);
  }

  private static Optional<String> similar(ResolvedNode node, String name) {
    if (name.length() > MAX_NAME_CHARS) {
      return Optional.empty();
    }
    return node.entries().keySet().stream()
        .filter(key -> key.length() <= MAX_NAME_CHARS)
        .limit(MOST)
        .filter(key -> isSimilar(key, name))
        .min(Comparator.comparingInt(key -> EditDistance.between(key, name)));
  }

  /** Two letters that changed places count as two. */
  private static boolean isSimilar(String key, String name) {
    int distance = EditDistance.between(key, name);
    return distance < name.length() && distance <= Math.max(2, name.length() / 3);
  }
}
