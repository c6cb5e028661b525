package dev.gitopsbinding.cli.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.parser.BindingParser;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.text.OneLine;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a binding of a file, as strictly as is possible without the API server: unknown fields and
 * values of another type are errors, and the rest is checked by the operator's parser. The rules in
 * CEL of the definition are not evaluated.
 */
final class BindingReader {
  private static final int MAX_TEXT_CHARS = 300;
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              texts ->
                  texts
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private BindingReader() {}

  /** A binding, and its last status if the file has it. */
  record Read(Binding binding, GitOpsBindingStatus status) {}

  /**
   * The binding, which previews whatever the file says.
   *
   * @param namespace of the binding
   * @param now for a binding that was not created yet
   * @param resumed whether a binding that is suspended counts as one that is not
   * @return {@code INVALID_SPEC} or {@code INVALID_TEMPLATE} if it is not valid
   */
  static Result<Read> read(JsonNode object, String namespace, Instant now, boolean resumed) {
    try {
      GitOpsBindingSpec spec = STRICT.treeToValue(object.path("spec"), GitOpsBindingSpec.class);
      List<String> unknown = unknown("spec", object.path("spec"), STRICT.valueToTree(spec));
      if (!unknown.isEmpty()) {
        return invalid(
            "%s %s not known. Correct the name, or remove it."
                .formatted(String.join(", ", unknown), unknown.size() == 1 ? "is" : "are"));
      }
      GitOpsBindingStatus status =
          Optional.ofNullable(STRICT.treeToValue(object.path("status"), GitOpsBindingStatus.class))
              .orElse(GitOpsBindingStatus.EMPTY);
      GitOpsBinding resource = resource(object, namespace, now);
      resource.setSpec(spec);
      return BindingParser.parse(resource)
          .then(
              _ -> {
                resource.setSpec(previewed(object.path("spec"), resumed));
                return BindingParser.parse(resource);
              })
          .then(binding -> Result.ok(new Read(binding, status)));
    } catch (JsonProcessingException e) {
      return invalid(
          path(e) + " cannot be read: " + OneLine.of(e.getOriginalMessage(), MAX_TEXT_CHARS));
    }
  }

  private static GitOpsBindingSpec previewed(JsonNode spec, boolean resumed) {
    ObjectNode copy = spec.deepCopy();
    copy.put("mode", "Preview");
    if (resumed) {
      copy.put("suspend", false);
    }
    return STRICT.convertValue(copy, GitOpsBindingSpec.class);
  }

  private static GitOpsBinding resource(JsonNode object, String namespace, Instant now) {
    JsonNode meta = object.path("metadata");
    var resource = new GitOpsBinding();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(meta.path("name").asText())
            .withGeneration(meta.path("generation").asLong())
            .withCreationTimestamp(created(meta, now))
            .build());
    meta.path("annotations")
        .properties()
        .forEach(
            entry ->
                resource
                    .getMetadata()
                    .getAnnotations()
                    .put(entry.getKey(), entry.getValue().asText()));
    return resource;
  }

  private static String created(JsonNode meta, Instant now) {
    try {
      return Instant.parse(meta.path("creationTimestamp").asText()).toString();
    } catch (DateTimeParseException e) {
      return now.toString();
    }
  }

  /** The paths of fields that were not read. */
  private static List<String> unknown(String path, JsonNode given, JsonNode read) {
    List<String> unknown = new ArrayList<>();
    given
        .properties()
        .forEach(
            entry -> {
              String field = path + "." + entry.getKey();
              JsonNode value = entry.getValue();
              JsonNode known = read.get(entry.getKey());
              if (known == null && !value.isNull()) {
                unknown.add(OneLine.of(field, MAX_TEXT_CHARS));
              } else if (known != null) {
                unknown.addAll(unknown(field, value, known));
              }
            });
    for (int i = 0; i < given.size() && given.isArray(); i++) {
      unknown.addAll(unknown(path + "[" + i + "]", given.get(i), read.path(i)));
    }
    return unknown;
  }

  private static String path(JsonProcessingException failure) {
    return failure instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getFieldName())
            .collect(Collectors.joining("", "spec", ""))
        : "spec";
  }

  private static Result<Read> invalid(String message) {
    return Result.failed(new Failure.Spec(Reason.INVALID_SPEC, message));
  }
}
