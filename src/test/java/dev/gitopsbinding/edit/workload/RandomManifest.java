package dev.gitopsbinding.edit.workload;

import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Writes a random manifest that is to be edited, and remembers where the targets' tags are: the
 * text is the pieces with a tag between each two.
 */
final class RandomManifest {
  private static final String REPOSITORY = "ghcr.io/acme/web";
  private static final List<String> ODD =
      List.of("🚀", "𝒜𝒷", "é", "e\u0301", "中文", "\u00a0", "x", "#", "it''s", "a: b", "\t", "- ");

  private final Random random;
  private final boolean flow;
  private final String lineBreak;
  private final int step;
  private final StringBuilder current = new StringBuilder();
  private final List<String> pieces = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();

  private RandomManifest(Random random) {
    this.random = random;
    this.flow = random.nextInt(4) == 0;
    this.lineBreak = List.of("\n", "\n", "\r\n", "\r").get(random.nextInt(4));
    this.step = 1 + random.nextInt(7);
  }

  static RandomManifest of(Random random) {
    RandomManifest manifest = new RandomManifest(random);
    manifest.current.append(random.nextInt(4) == 0 ? "\uFEFF" : "");
    int before = random.nextInt(3);
    for (int i = 0; i < before; i++) {
      manifest.distraction();
      manifest.line(0, "---");
    }
    manifest.target();
    if (random.nextBoolean()) {
      manifest.line(0, "---");
      manifest.distraction();
    }
    manifest.pieces.add(manifest.current.toString());
    return manifest;
  }

  ImageSelector selector() {
    return new ImageSelector(
        new ObjectSelector(
            "spec.target", "Deployment", "web", List.of(ObjectSelector.NO_NAMESPACE)),
        List.of("*"),
        REPOSITORY);
  }

  List<String> images() {
    return tags.stream().map(tag -> REPOSITORY + tag).toList();
  }

  String text() {
    StringBuilder text = new StringBuilder(pieces.getFirst());
    for (int i = 0; i < tags.size(); i++) {
      text.append(tags.get(i)).append(pieces.get(i + 1));
    }
    return text.toString();
  }

  Content content() {
    return Content.of(text().getBytes(StandardCharsets.UTF_8));
  }

  Content withTag(String tag) {
    return Content.of(String.join(":" + tag, pieces).getBytes(StandardCharsets.UTF_8));
  }

  private void target() {
    line(0, "kind: Deployment" + comment());
    line(0, "metadata: {" + noise() + "name: web}");
    line(0, "spec:");
    line(1, "template:");
    line(2, "spec:");
    for (String key : List.of("initContainers", "containers")) {
      int level = 3 + random.nextInt(2);
      int count = key.equals("containers") ? 1 + random.nextInt(3) : random.nextInt(2);
      if (count > 0) {
        line(3, key + ":" + comment());
      }
      for (int i = 0; i < count; i++) {
        container(level);
      }
    }
  }

  private void container(int level) {
    line(level, random.nextBoolean() ? "# image: " + REPOSITORY + ":old" : "");
    if (random.nextInt(4) == 0) {
      line(level, "- {name: other, image: \"" + REPOSITORY + "-worker:old\"}");
    }
    String margin = indent(level);
    if (flow) {
      current.append(margin).append("- {").append(noise()).append("image: ");
      image();
      current.append(", name: a}").append(comment()).append(lineBreak);
      return;
    }
    current.append(margin).append("-   x: ").append(odd()).append(lineBreak);
    line(0, margin + "    name: web");
    current.append(margin).append("    image:").append(" ".repeat(1 + random.nextInt(4)));
    image();
    current.append(comment()).append(lineBreak);
  }

  private void image() {
    String quote = List.of("", "'", "\"").get(random.nextInt(3));
    current.append(quote).append(REPOSITORY);
    pieces.add(current.toString());
    tags.add(List.of("", ":old", ":1.2.3", ":_a-b").get(random.nextInt(4)));
    current.setLength(0);
    current.append(quote);
  }

  private void distraction() {
    line(0, "kind: ConfigMap");
    line(0, "metadata: {name: &n" + random.nextInt(9) + " web, " + noise() + "z: 1}");
    line(0, "data:");
    line(1, "a: " + odd());
    line(1, "b: |");
    line(2, "spec: {containers: [{image: " + REPOSITORY + ":old}]}" + odd());
    line(1, "c: &c [1, {d: " + odd() + "}]");
    line(1, "e: *c" + comment());
  }

  private String noise() {
    return random.nextBoolean() ? "? " + odd() + " : [" + odd() + ", ~], " : "";
  }

  private String comment() {
    return random.nextInt(3) == 0 ? " # " + odd() + REPOSITORY + ":old" : "";
  }

  /** A single-quoted text. */
  private String odd() {
    return random
        .ints(random.nextInt(4), 0, ODD.size())
        .mapToObj(ODD::get)
        .collect(Collectors.joining("", "'", "'"));
  }

  private void line(int level, String text) {
    current.append(indent(level)).append(text).append(lineBreak);
  }

  private String indent(int level) {
    return " ".repeat(level * step);
  }
}
