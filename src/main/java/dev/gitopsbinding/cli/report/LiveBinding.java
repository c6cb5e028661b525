package dev.gitopsbinding.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.status.BindingState;
import dev.gitopsbinding.status.condition.Conditions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A binding as the API server has it.
 *
 * @param generation of its spec; 0 if it is not known
 * @param created when it was created, RFC 3339; null if it is not known
 * @param requestedAt the annotation by which a sync is requested; null if there is none
 * @param spec null if this version cannot read it
 */
public record LiveBinding(
    String namespace,
    String name,
    long generation,
    @Nullable String created,
    @Nullable String requestedAt,
    @Nullable GitOpsBindingSpec spec,
    GitOpsBindingStatus status) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Reads what the API server sent. What cannot be read is as if it were not there. */
  public static LiveBinding of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return new LiveBinding(
        metadata.path("namespace").asText("default"),
        metadata.path("name").asText("?"),
        metadata.path("generation").asLong(),
        metadata.path("creationTimestamp").asText(null),
        metadata.path("annotations").path(GitOpsBinding.REQUESTED_AT).asText(null),
        read(object.path("spec"), GitOpsBindingSpec.class).orElse(null),
        read(object.path("status"), GitOpsBindingStatus.class).orElse(GitOpsBindingStatus.EMPTY));
  }

  private static <T> Optional<T> read(JsonNode part, Class<T> type) {
    if (!part.isObject()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.treeToValue(part, type));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Namespace and name. */
  public String id() {
    return namespace + "/" + name;
  }

  /** The state in one word. */
  public BindingState state() {
    return BindingState.of(status);
  }

  /** The condition of a type, if present. */
  public Optional<BindingCondition> condition(ConditionType type) {
    return Conditions.find(status.conditions(), type);
  }
}
