package dev.gitopsbinding.http.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON list with one object on each line. The parts of a status have the form that they have in
 * the resource. Unless said otherwise in docs/status-page.md, every field is always present.
 */
public final class JsonRenderer implements RowRenderer {
  private final ObjectMapper mapper = new ObjectMapper();

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public String beginning() {
    return "[";
  }

  @Override
  public String row(int number, BindingRow row) {
    try {
      return (number == 0 ? "\n" : ",\n") + mapper.writeValueAsString(object(row));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a status is no JSON", e);
    }
  }

  @Override
  public String end() {
    return "\n]\n";
  }

  private ObjectNode object(BindingRow row) {
    GitOpsBindingStatus status = row.status();
    LastPush push = status.lastPush();
    ObjectNode object = mapper.createObjectNode();
    object.put("namespace", row.id().namespace());
    object.put("name", row.id().name());
    object.put("state", row.state().text());
    object.put("ready", text(row.ready(), BindingCondition::status));
    object.put("reason", text(row.ready(), BindingCondition::reason));
    object.put("since", text(row.ready(), BindingCondition::lastTransitionTime));
    object.put("fromTag", push == null ? null : push.fromTag());
    object.put("toTag", push == null ? null : push.toTag());
    object.set("source", mapper.valueToTree(status.source()));
    object.set("manifest", mapper.valueToTree(status.manifest()));
    object.set("running", mapper.valueToTree(status.running()));
    object.put("rolledOut", text(row.rolledOut(), BindingCondition::status));
    object.put("rolledOutReason", text(row.rolledOut(), BindingCondition::reason));
    object.set("lastPush", mapper.valueToTree(push));
    row.awaiting().ifPresent(wait -> object.set("awaiting", awaiting(wait)));
    object.put(
        "nextLook",
        Optional.ofNullable(row.nextLook())
            .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
            .orElse(null));
    object.put("message", text(row.ready(), BindingCondition::message));
    if (row.pending()) {
      object.put("pending", true);
    }
    return object;
  }

  private ObjectNode awaiting(BindingRow.Wait wait) {
    return mapper
        .createObjectNode()
        .put("reason", wait.reason())
        .put("subject", wait.subject())
        .put("since", wait.since());
  }

  private static @Nullable String text(
      @Nullable BindingCondition condition, Function<BindingCondition, @Nullable String> part) {
    return condition == null ? null : part.apply(condition);
  }
}
