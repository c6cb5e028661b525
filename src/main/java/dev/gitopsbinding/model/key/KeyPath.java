package dev.gitopsbinding.model.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a value stands in a YAML document: {@code image.tag}, {@code list[2].image}, {@code
 * list[name=web].tag}, {@code list[web].tag}, {@code metadata.annotations."example.com/tag"}. Equal
 * places are equal, however they were written.
 *
 * @param steps the way from the root of the document; none for the root itself
 */
public record KeyPath(List<Step> steps) {
  /** The root of a document. */
  public static final KeyPath ROOT = new KeyPath(List.of());

  /** From a node to one below it. */
  public sealed interface Step {}

  /** The value of a key of a mapping; the key is compared as a text, without its quotes. */
  public record Key(String name) implements Step {}

  /** An item of a list, counted from 0. */
  public record Index(int index) implements Step {}

  /** The one item of a list that is a mapping in which the field has the value. */
  public record Item(String field, String value) implements Step {}

  /** Copies the steps. */
  public KeyPath {
    steps = List.copyOf(steps);
  }

  /**
   * Reads a key as users write it, at most 1024 characters.
   *
   * @throws IllegalArgumentException if it has another form; the message goes on after the name of
   *     the field, and begins with "must"
   */
  public KeyPath(String text) {
    this(new KeyPathParser(text).parse());
  }

  /** The same place, and one step below it. */
  public KeyPath plus(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new KeyPath(longer);
  }

  /** The same place, and the value of a key there. */
  public KeyPath plus(String key) {
    return plus(new Key(key));
  }

  /** The first steps of the same way. */
  public KeyPath first(int count) {
    return new KeyPath(steps.subList(0, count));
  }

  /** The last key of a mapping on the way, if there is one. */
  public Optional<String> lastKey() {
    return steps.reversed().stream()
        .filter(Key.class::isInstance)
        .map(step -> ((Key) step).name())
        .findFirst();
  }

  /** The canonical form, with quotes only where they are needed. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      switch (step) {
        case Key(String name) -> text.append(text.isEmpty() ? "" : ".").append(key(name));
        case Index(int index) -> text.append('[').append(index).append(']');
        case Item(String field, String value) ->
            text.append('[').append(field(field)).append('=').append(value(value)).append(']');
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return text();
  }

  private static String key(String name) {
    return KeyPathParser.isPlainKey(name) ? name : quoted(name);
  }

  private static String field(String name) {
    return KeyPathParser.isPlainField(name) ? name : quoted(name);
  }

  private static String value(String value) {
    return KeyPathParser.isPlainValue(value) ? value : quoted(value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
