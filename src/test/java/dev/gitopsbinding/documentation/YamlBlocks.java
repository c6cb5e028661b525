package dev.gitopsbinding.documentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.documentation.MarkdownPage.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The YAML of all pages. What a block is, is said behind its backticks, where readers do not see
 * it:
 *
 * <ul>
 *   <li>{@code yaml}: objects, as `kubectl apply` takes them;
 *   <li>{@code yaml fragment}: a part of a binding, from {@code spec:} or from a key of it;
 *   <li>{@code yaml values}: values of the Helm chart;
 *   <li>{@code yaml file}: a file, or part of one, that is no object of a cluster of these tests.
 * </ul>
 *
 * Here documents of {@code kubectl apply} are objects too.
 */
final class YamlBlocks {
  static final String OBJECTS = "yaml";
  static final String FRAGMENT = "yaml fragment";
  static final String VALUES = "yaml values";
  static final String FILE = "yaml file";

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern HERE_DOCUMENT =
      Pattern.compile(
          "(?ms)^\\s*kubectl apply\\b[^\\n]*<<-?\\s*'?(\\w+)'?[^\\n]*\\n(.*?)\\n\\s*\\1$");
  private static final String MINIMAL =
      """
      apiVersion: gitopsbinding.dev/v1alpha1
      kind: GitOpsBinding
      metadata: {name: web, namespace: shop}
      spec:
        target: {name: web}
        image: {name: ghcr.io/acme/web}
        source:
          url: ssh://git@github.com/acme/web.git
          ref: {branch: main}
          secretRef: {name: git}
        manifest:
          url: ssh://git@github.com/acme/deploy.git
          ref: {branch: main}
          secretRef: {name: git}
          path: apps/web/deployment.yaml
      """;

  private YamlBlocks() {}

  /** The blocks of one kind on all pages. */
  static List<Block> of(String kind) {
    return MarkdownPage.all().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(block -> block.info().equals(kind))
        .toList();
  }

  /** All that is applied by readers: blocks of objects and here documents. */
  static List<Block> objects() {
    Stream<Block> typed =
        MarkdownPage.all().stream()
            .flatMap(page -> page.blocks().stream())
            .filter(block -> block.info().equals("sh"))
            .flatMap(block -> hereDocuments(block).stream());
    return Stream.concat(of(OBJECTS).stream(), typed).toList();
  }

  /** The documents of a block. */
  static List<JsonNode> documents(Block block) {
    List<JsonNode> documents = new ArrayList<>();
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(block.text())) {
      values.forEachRemaining(documents::add);
      return documents;
    } catch (IOException | RuntimeException e) {
      throw new AssertionError(block.place() + ": " + e.getMessage(), e);
    }
  }

  /** A binding that has what a fragment says, and else what every binding needs. */
  static JsonNode completed(Block fragment) {
    try {
      ObjectNode binding = (ObjectNode) YAML.readTree(MINIMAL);
      JsonNode part = documents(fragment).getFirst();
      ObjectNode spec = (ObjectNode) binding.get("spec");
      JsonNode more = part.has("spec") ? part.get("spec") : part;
      if (more.at("/source").has("binding")) {
        spec.putObject("source");
      }
      if (more.at("/manifest").has("edits")) {
        ((ObjectNode) spec.get("manifest")).remove("path");
      }
      merge(spec, more);
      return binding;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static String text(JsonNode object) {
    try {
      return YAML.writeValueAsString(object);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void merge(ObjectNode into, JsonNode more) {
    more.properties()
        .forEach(
            entry -> {
              if (into.get(entry.getKey()) instanceof ObjectNode inner
                  && entry.getValue().isObject()) {
                merge(inner, entry.getValue());
              } else {
                into.set(entry.getKey(), entry.getValue());
              }
            });
  }

  private static List<Block> hereDocuments(Block block) {
    List<Block> found = new ArrayList<>();
    Matcher document = HERE_DOCUMENT.matcher(block.text());
    while (document.find()) {
      int line = block.line() + (int) block.text().substring(0, document.start(2)).lines().count();
      found.add(
          new Block(block.page(), line, OBJECTS, document.group(2).stripIndent().lines().toList()));
    }
    return found;
  }

  /** The kinds of blocks that there are. */
  static Set<String> kinds() {
    return Set.of(OBJECTS, FRAGMENT, VALUES, FILE);
  }
}
