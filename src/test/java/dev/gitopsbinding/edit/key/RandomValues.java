package dev.gitopsbinding.edit.key;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.key.KeyPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes random Helm values, and remembers what stands before and behind the place of the tag, how
 * the tag is to be written there, and which keys lead to it.
 */
final class RandomValues {
  static final String REPOSITORY = "ghcr.io/acme/web";

  /** Tags that are to be quoted where they stand alone without quotes. */
  private static final Set<String> NO_TEXTS =
      Set.of("1234567", "0123456", "1234e56", "true", "1.20");

  private static final List<String> TAGS =
      List.of("3f2c9d1e5b7a", "1234567", "0123456", "1234e56", "true", "1.20", "v1.2.3-rc.1", "_a");
  private static final List<String> ODD =
      List.of("🚀", "é", "中文", "x", "#", "it''s", "a: b", "- ", "\t", "{{ x }}", "tag: old");

  private final Random random;
  private final String lineBreak;
  private final List<String> keys = new ArrayList<>();
  private final StringBuilder before = new StringBuilder();
  private final StringBuilder behind = new StringBuilder();
  private String old = "";
  private String written = "";
  private String read = "";
  private boolean found = true;
  private KeyPath key = KeyPath.ROOT;
  private final String tag;

  private RandomValues(Random random) {
    this.random = random;
    this.lineBreak = random.nextBoolean() ? "\n" : "\r\n";
    this.tag = one(TAGS);
  }

  static RandomValues of(Random random) {
    RandomValues values = new RandomValues(random);
    values.write();
    return values;
  }

  String tag() {
    return tag;
  }

  /** The image as it is read. */
  String read() {
    return read;
  }

  Content content() {
    return content(old);
  }

  Content expected() {
    return content(written);
  }

  /** By a key of the scalar or of its mapping, or without a key where the image is beside it. */
  List<ImageSelector> selectors() {
    List<ImageSelector> selectors = new ArrayList<>();
    keys.forEach(text -> selectors.add(selector(new KeyPath(text))));
    if (found) {
      selectors.add(selector(null));
    }
    return selectors;
  }

  private static ImageSelector selector(@Nullable KeyPath key) {
    return new ImageSelector(
        new ObjectSelector("spec.target", "Deployment", "web", List.of("shop")),
        List.of(),
        REPOSITORY,
        key,
        false,
        null);
  }

  private Content content(String value) {
    return Content.of((before + value + behind).getBytes(StandardCharsets.UTF_8));
  }

  private void write() {
    before.append(random.nextInt(4) == 0 ? "\uFEFF" : "");
    noise(0);
    int depth = random.nextInt(4);
    int indent = 0;
    for (int level = 0; level < depth; level++) {
      String name = one(List.of("web", "8080", "a.b/c", "größe", "true", "main controller"));
      key = key.plus(name);
      line(indent, (name.equals("a.b/c") || random.nextBoolean() ? '"' + name + '"' : name) + ":");
      indent += 1 + random.nextInt(3);
      if (random.nextInt(4) == 0) {
        line(indent, "- name: other" + comment());
        line(indent, "  tag: other");
        before.append(" ".repeat(indent)).append("- name: item").append(lineBreak);
        key = random.nextBoolean() ? key.plus(new KeyPath.Index(1)) : key.plus(item());
        indent += 2;
      }
      noise(indent);
    }
    image(indent);
    int behindStart = before.length();
    line(0, "");
    noise(0);
    behind.append(before, behindStart, before.length());
    before.setLength(behindStart);
    moveBehind();
  }

  private static KeyPath.Step item() {
    return new KeyPath.Item("name", "item");
  }

  private int split;

  /** What was written behind the place of the tag belongs behind it. */
  private void moveBehind() {
    behind.insert(0, before.substring(split));
    before.setLength(split);
  }

  private void image(int indent) {
    switch (random.nextInt(4)) {
      case 0 -> whole(indent);
      case 1 -> fields(indent, "");
      case 2 -> fields(indent, "ghcr.io");
      default -> alone(indent);
    }
  }

  private void whole(int indent) {
    String quote = one(List.of("", "'", "\""));
    String end = one(List.of("", ":old", ":1.2"));
    before.append(" ".repeat(indent)).append("image: ").append(quote).append(REPOSITORY);
    place(end, ":" + tag);
    before.append(quote).append(comment());
    read = REPOSITORY + end;
    keys.add(key.plus("image").text());
  }

  private void fields(int indent, String registry) {
    KeyPath image = key.plus("image");
    String repository = registry.isEmpty() ? REPOSITORY : REPOSITORY.substring(8);
    keys.add(image.text());
    keys.add(image.plus("tag").text());
    if (random.nextInt(3) == 0) {
      before.append(" ".repeat(indent)).append("image: {repository: ").append(repository);
      before.append(registry.isEmpty() ? "" : ", \"registry\": '" + registry + "'");
      before.append(", tag: ");
      tag(REPOSITORY, true);
      before.append(", x: [1, '").append(odd()).append("']}").append(comment());
      return;
    }
    line(indent, "image:" + comment());
    int inner = indent + 1 + random.nextInt(3);
    if (!registry.isEmpty()) {
      line(inner, "registry: " + registry);
    }
    line(inner, "repository: " + repository + comment());
    if (random.nextInt(4) == 0) {
      // The tag is missing: a line is to be inserted, behind the repository.
      split = before.length();
      written = " ".repeat(inner) + "tag: " + plain() + lineBreak;
      read = REPOSITORY;
      line(inner, "pullSecrets: [x]");
      return;
    }
    before.append(" ".repeat(inner)).append("tag:");
    before.append(random.nextInt(5) == 0 ? "" : " ".repeat(1 + random.nextInt(3)));
    tag(REPOSITORY, before.charAt(before.length() - 1) != ':');
    before.append(comment());
  }

  private void alone(int indent) {
    String name = one(List.of("tag", "version", "IMAGE_TAG"));
    keys.add(key.plus(name).text());
    before.append(" ".repeat(indent)).append(name).append(": ");
    tag(REPOSITORY, true);
    before.append(comment());
    found = false;
  }

  private void tag(String image, boolean spaced) {
    if (!spaced) {
      place("", " " + plain());
      read = image;
      return;
    }
    switch (random.nextInt(6)) {
      case 0 -> tag(image, "~", "", plain());
      case 1 -> tag(image, "\"\"", "", '"' + tag + '"');
      case 2 -> tag(image, "'old'", "old", "'" + tag + "'");
      case 3 -> tag(image, "12", "12", plain());
      case 4 -> tag(image, "\"1.20.0\"", "1.20.0", '"' + tag + '"');
      default -> tag(image, "old", "old", plain());
    }
  }

  private void tag(String image, String raw, String value, String now) {
    place(raw, now);
    read = value.isEmpty() ? image : image + ":" + value;
  }

  private void place(String raw, String now) {
    split = before.length();
    old = raw;
    written = now;
  }

  private String plain() {
    return NO_TEXTS.contains(tag) ? '"' + tag + '"' : tag;
  }

  private int noises;

  private void noise(int indent) {
    if (random.nextBoolean()) {
      int id = noises++;
      line(indent, "n" + id + ": &n" + id + " {a: '" + odd() + "', 'image': nginx:1}" + comment());
      line(indent, "m" + id + ": [*n" + id + " , ~, 0b11, \"" + "\\u00e9" + "\"]");
      line(indent, "o" + id + ": |");
      line(indent + 1, "image: " + REPOSITORY + ":old");
    }
    if (random.nextInt(3) == 0) {
      line(indent, "# tag: old");
    }
  }

  private String comment() {
    return switch (random.nextInt(4)) {
      case 0 -> " # {\"$imagepolicy\": \"flux-system:web:tag\"}";
      case 1 -> "  # " + REPOSITORY + ":old é🚀";
      default -> "";
    };
  }

  private String odd() {
    return random
        .ints(random.nextInt(3), 0, ODD.size())
        .mapToObj(ODD::get)
        .collect(Collectors.joining());
  }

  private void line(int indent, String text) {
    before.append(" ".repeat(indent)).append(text).append(lineBreak);
  }

  private String one(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
