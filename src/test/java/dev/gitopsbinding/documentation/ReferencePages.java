package dev.gitopsbinding.documentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The pages about the resource's fields, made from its definition. */
public final class ReferencePages {
  private static final Path DEFINITION =
      Path.of("deploy/crds/gitopsbindings.gitopsbinding.dev-v1.yaml");
  private static final String MADE = "Made by `make crds` from the definition; do not edit.";

  private ReferencePages() {}

  /**
   * What the pages have to hold.
   *
   * @param root the repository's top folder
   * @return by path below the top folder
   */
  public static Map<Path, String> generate(Path root) throws IOException {
    JsonNode version =
        new YAMLMapper().readTree(root.resolve(DEFINITION).toFile()).at("/spec/versions/0");
    JsonNode fields = version.at("/schema/openAPIV3Schema/properties");
    Map<Path, String> pages = new LinkedHashMap<>();
    pages.put(Path.of("docs/reference/spec.md"), page("spec", fields.path("spec")));
    pages.put(
        Path.of("docs/reference/status.md"),
        page("status", fields.path("status")) + columns(version));
    return pages;
  }

  private static String page(String name, JsonNode schema) {
    StringBuilder text = new StringBuilder();
    text.append("# Reference: `").append(name).append("`\n\n");
    text.append(MADE)
        .append(" `kubectl explain gitopsbinding.")
        .append(name)
        .append(" --recursive` shows the same in a terminal.\n");
    text.append('\n').append(schema.path("description").asText()).append('\n');
    List<Field> blocks = blocks(name, schema);
    text.append(table(blocks)).append(rules(name, schema, List.of()));
    for (Field block : blocks) {
      List<Field> inside = inside(block.path(), block.schema());
      if (inside.isEmpty()) {
        text.append(rules(block.path(), block.schema(), List.of()));
        continue;
      }
      text.append("\n## ").append(block.path()).append("\n\n");
      text.append(block.schema().path("description").asText()).append('\n');
      text.append(table(inside)).append(rules(block.path(), block.schema(), inside));
    }
    return text.toString();
  }

  /** The blocks of the whole. */
  private static List<Field> blocks(String name, JsonNode schema) {
    return schema.path("properties").properties().stream()
        .map(
            block ->
                new Field(
                    name + "." + block.getKey(),
                    block.getValue(),
                    required(schema, block.getKey())))
        .toList();
  }

  private record Field(String path, JsonNode schema, boolean required) {}

  /** All fields below a block, each after the one that it is in. */
  private static List<Field> inside(String path, JsonNode schema) {
    List<Field> fields = new ArrayList<>();
    JsonNode object = schema.has("items") ? schema.path("items") : schema;
    String prefix = schema.has("items") ? path + "[]" : path;
    object
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              String inner = prefix + "." + entry.getKey();
              fields.add(new Field(inner, entry.getValue(), required(object, entry.getKey())));
              fields.addAll(inside(inner, entry.getValue()));
            });
    return fields;
  }

  private static boolean required(JsonNode object, String name) {
    return object.path("required").valueStream().anyMatch(one -> one.asText().equals(name));
  }

  private static String table(List<Field> fields) {
    StringBuilder text =
        new StringBuilder("\n| Field | Type | Default | Meaning |\n|---|---|---|---|\n");
    for (Field field : fields) {
      text.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  field.path(),
                  type(field.schema()) + (field.required() ? ", required" : ""),
                  shownDefault(field.schema()),
                  cell(field.schema().path("description").asText())));
    }
    return text.toString();
  }

  private static String type(JsonNode schema) {
    if (schema.has("enum")) {
      return schema
          .path("enum")
          .valueStream()
          .map(value -> "`" + value.asText() + "`")
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    return switch (schema.path("type").asText()) {
      case "array" -> "list of " + type(schema.path("items"));
      case "object" -> schema.has("additionalProperties") ? "map" : "object";
      default -> schema.path("type").asText();
    };
  }

  /** An empty object means that the fields in it have defaults. */
  private static String shownDefault(JsonNode schema) {
    JsonNode known = schema.path("default");
    if (known.isMissingNode()
        || known.isObject()
        || (known.asText().isEmpty() && known.isTextual())) {
      return "";
    }
    return "`" + cell(known.isTextual() ? known.asText() : known.toString()) + "`";
  }

  /** What the API server says of values that are not allowed. */
  private static String rules(String path, JsonNode schema, List<Field> fields) {
    List<String> rules = new ArrayList<>();
    messages(path, schema, rules);
    for (Field field : fields) {
      messages(field.path(), field.schema(), rules);
      messages(field.path() + "[]", field.schema().path("items"), rules);
    }
    return rules.isEmpty()
        ? ""
        : "\nThe API server refuses what breaks a rule:\n\n" + String.join("", rules);
  }

  private static void messages(String path, JsonNode schema, List<String> rules) {
    schema
        .path("x-kubernetes-validations")
        .forEach(
            rule -> {
              String line =
                  "* `%s` %s\n"
                      .formatted(
                          path + rule.path("fieldPath").asText(),
                          code(rule.path("message").asText()));
              if (!rules.contains(line)) {
                rules.add(line);
              }
            });
  }

  private static String columns(JsonNode version) {
    StringBuilder text =
        new StringBuilder(
            "\n## Columns of kubectl get\n\n| Column | Meaning | Shown |\n|---|---|---|\n");
    for (JsonNode column : version.path("additionalPrinterColumns")) {
      text.append(
          "| `%s` | %s | %s |\n"
              .formatted(
                  column.path("name").asText(),
                  cell(column.path("description").asText()),
                  column.path("priority").asInt() == 0 ? "always" : "with `-o wide`"));
    }
    return text.toString();
  }

  private static String cell(String text) {
    return code(text).replace("|", "\\|").replace("\n", " ");
  }

  /** GitHub would read these as HTML or as emphasis. */
  private static String code(String text) {
    return text.replace("<", "&lt;").replace("*", "\\*");
  }
}
