package dev.gitopsbinding.crd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Compares two definitions of a resource, as JSON: what of the newer one would refuse an object
 * that was valid by the older one, or give it another meaning. It knows the keywords that our
 * definitions have; any other one is a problem.
 */
final class DefinitionUpgrade {
  private static final Set<String> UPPER_BOUNDS =
      Set.of("maxLength", "maxItems", "maxProperties", "maximum");
  private static final Set<String> LOWER_BOUNDS =
      Set.of("minLength", "minItems", "minProperties", "minimum");
  private static final Set<String> FIXED =
      Set.of(
          "type",
          "default",
          "nullable",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "x-kubernetes-list-type",
          "x-kubernetes-list-map-keys",
          "x-kubernetes-map-type",
          "x-kubernetes-int-or-string",
          "x-kubernetes-preserve-unknown-fields");
  private static final Set<String> MAY_GO = Set.of("pattern", "format");
  private static final Set<String> MAY_CHANGE = Set.of("description", "example", "title");

  private final Collection<String> reviewedRules;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param reviewedRules rules that the newer definition adds to what was there before, and of
   *     which a person has found that they refuse nothing that was valid
   */
  DefinitionUpgrade(Collection<String> reviewedRules) {
    this.reviewedRules = reviewedRules;
  }

  /** The problems, each beginning with the path of the field that it is about. */
  List<String> problems(JsonNode older, JsonNode newer) {
    problems.clear();
    for (String same :
        List.of("/spec/group", "/spec/scope", "/spec/names/kind", "/spec/names/plural")) {
      expect(same, older.at(same).equals(newer.at(same)), "was changed");
    }
    expect(
        "/spec/names/shortNames",
        texts(newer.at("/spec/names/shortNames"))
            .containsAll(texts(older.at("/spec/names/shortNames"))),
        "lost a name");
    for (JsonNode version : older.at("/spec/versions")) {
      compareVersion(version, find(newer, version.path("name").asText()));
    }
    return List.copyOf(problems);
  }

  private static JsonNode find(JsonNode definition, String name) {
    for (JsonNode version : definition.at("/spec/versions")) {
      if (version.path("name").asText().equals(name)) {
        return version;
      }
    }
    return definition.path("none");
  }

  private void compareVersion(JsonNode older, JsonNode newer) {
    String name = older.path("name").asText();
    if (!newer.path("served").asBoolean()) {
      problems.add(name + " is not served any more");
      return;
    }
    expect(name, older.path("subresources").equals(newer.path("subresources")), "subresources");
    compare("", older.at("/schema/openAPIV3Schema"), newer.at("/schema/openAPIV3Schema"));
  }

  private void compare(String path, JsonNode older, JsonNode newer) {
    Set<String> keywords = new LinkedHashSet<>();
    older.fieldNames().forEachRemaining(keywords::add);
    newer.fieldNames().forEachRemaining(keywords::add);
    for (String keyword : keywords) {
      compareKeyword(path, keyword, older.path(keyword), newer.path(keyword));
    }
  }

  private void compareKeyword(String path, String keyword, JsonNode older, JsonNode newer) {
    switch (keyword) {
      case "properties" -> compareProperties(path, older, newer);
      case "items", "additionalProperties" -> compare(path + "[]", older, newer);
      case "required" ->
          expect(path, texts(older).containsAll(texts(newer)), "requires more: " + newer);
      case "enum" ->
          expect(
              path,
              newer.isMissingNode()
                  || (!older.isMissingNode() && texts(newer).containsAll(texts(older))),
              "allows fewer values: " + newer);
      case "x-kubernetes-validations" -> compareRules(path, older, newer);
      default -> compareValue(path, keyword, older, newer);
    }
  }

  private void compareValue(String path, String keyword, JsonNode older, JsonNode newer) {
    if (UPPER_BOUNDS.contains(keyword)) {
      expectBound(path, keyword, older, newer, sign -> sign >= 0);
    } else if (LOWER_BOUNDS.contains(keyword)) {
      expectBound(path, keyword, older, newer, sign -> sign <= 0);
    } else if (FIXED.contains(keyword)) {
      expect(path, older.equals(newer), "%s was %s, is %s".formatted(keyword, older, newer));
    } else if (MAY_GO.contains(keyword)) {
      expect(
          path,
          newer.isMissingNode() || newer.equals(older),
          "%s was %s, is %s".formatted(keyword, older, newer));
    } else {
      expect(path, MAY_CHANGE.contains(keyword), "has " + keyword + ", which is not compared");
    }
  }

  private void compareProperties(String path, JsonNode older, JsonNode newer) {
    older
        .properties()
        .forEach(
            property -> {
              String name = path + "." + property.getKey();
              JsonNode after = newer.path(property.getKey());
              if (after.isMissingNode()) {
                problems.add(name + " was removed");
              } else {
                compare(name, property.getValue(), after);
              }
            });
  }

  private void compareRules(String path, JsonNode older, JsonNode newer) {
    List<String> known = rules(older);
    rules(newer).stream()
        .filter(rule -> !known.contains(rule) && !reviewedRules.contains(path + ": " + rule))
        .forEach(rule -> problems.add(path + ": " + rule));
  }

  private void expectBound(
      String path, String keyword, JsonNode older, JsonNode newer, IntPredicate allowed) {
    boolean kept =
        newer.isMissingNode()
            || (!older.isMissingNode()
                && allowed.test(newer.decimalValue().compareTo(older.decimalValue())));
    expect(path, kept, "%s was %s, is %s".formatted(keyword, older, newer));
  }

  private void expect(String path, boolean compatible, String problem) {
    if (!compatible) {
      problems.add(path + " " + problem);
    }
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).toList();
  }

  private static List<String> rules(JsonNode list) {
    return list.valueStream().map(rule -> rule.path("rule").asText()).toList();
  }
}
