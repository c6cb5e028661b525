package dev.gitopsbinding.status;

import static dev.gitopsbinding.status.Projections.MANIFEST;
import static dev.gitopsbinding.status.Projections.NOW;
import static dev.gitopsbinding.status.Projections.TAG;
import static dev.gitopsbinding.status.Projections.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Outcome;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** The Lua for Argo CD, run on statuses that the operator makes. */
class ArgoCdHealthTest {
  private static final Path PATCH = Path.of("deploy/argocd/argocd-cm.yaml");
  private static final String KIND = "gitopsbinding.dev_GitOpsBinding";
  private static final GitOpsBindingStatus READY =
      after(GitOpsBindingStatus.EMPTY, new Outcome.Kept(TAG));
  private static final Outcome SUSPENDED = stopped(Reason.SUSPENDED);

  @Test
  void aBindingThatHoldsItsTagIsHealthy() {
    assertThat(health(READY, 3)).startsWith("Healthy UpToDate: ");
  }

  @Test
  void whatWasNotLookedAtIsProgressing() {
    assertThat(health(GitOpsBindingStatus.EMPTY, 3)).startsWith("Progressing ");
    assertThat(health(READY, 4)).startsWith("Progressing ").contains("newest spec");
    assertThat(health(null, 1)).startsWith("Progressing ");
  }

  @Test
  void aWaitIsProgressingAndAFailureDuringItIsNot() {
    var missing = new Outcome.Waiting(Reason.IMAGE_NOT_FOUND, "ghcr.io/acme/web:" + TAG, "No.");
    GitOpsBindingStatus waiting = after(READY, missing);
    assertThat(health(waiting, 3)).startsWith("Progressing ImageNotFound: ");
    assertThat(health(after(waiting, stopped(Reason.REGISTRY_UNAVAILABLE)), 3))
        .startsWith("Degraded RegistryUnavailable: ");
    assertThat(health(after(READY, new Outcome.InFlight(TAG)), 3)).startsWith("Progressing ");
  }

  @Test
  void aSuspendedBindingSaysWhatItWas() {
    assertThat(health(after(READY, SUSPENDED), 3)).startsWith("Suspended Suspended; before that, ");
    assertThat(health(after(GitOpsBindingStatus.EMPTY, SUSPENDED), 3)).startsWith("Suspended ");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void eachReasonThatStopsABindingIsSeen(Reason reason) {
    String expected =
        switch (reason) {
          case SUSPENDED, MANIFEST_CHANGED, PREVIEW_ONLY -> "Suspended ";
          default -> "Degraded ";
        };
    boolean stops =
        switch (reason.handling()) {
          case RETRIED, NEEDS_DECISION, STALLED -> true;
          case DONE, WAITING -> false;
        };
    if (stops) {
      assertThat(health(after(READY, stopped(reason)), 3)).startsWith(expected);
    }
  }

  @Test
  void actionsChangeTheBindingAndAreOfferedWhereTheyHelp() {
    GitOpsBinding binding = binding(READY, 3);
    assertThat(disabled(binding)).isEqualTo("sync=false suspend=false resume=true");

    LuaValue suspended = act("suspend", binding);
    assertThat(suspended.get("spec").get("suspend").toboolean()).isTrue();
    binding = Bindings.resource("{suspend: true}");
    assertThat(disabled(binding)).isEqualTo("sync=true suspend=true resume=false");
    assertThat(act("resume", binding).get("spec").get("suspend").toboolean()).isFalse();

    LuaValue requested = act("sync", binding).get("metadata").get("annotations");
    assertThat(Instant.parse(requested.get(GitOpsBinding.REQUESTED_AT).tojstring()))
        .isBefore(Instant.now().plusSeconds(1));
  }

  private static String disabled(GitOpsBinding binding) {
    LuaValue actions = run(actions().path("discovery.lua").asText(), binding);
    return "sync=%s suspend=%s resume=%s"
        .formatted(
            actions.get("sync").get("disabled"),
            actions.get("suspend").get("disabled"),
            actions.get("resume").get("disabled"));
  }

  private static LuaValue act(String name, GitOpsBinding binding) {
    return actions()
        .path("definitions")
        .valueStream()
        .filter(action -> action.path("name").asText().equals(name))
        .map(action -> run(action.path("action.lua").asText(), binding))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode actions() {
    return yaml(patch().path("data").path("resource.customizations.actions." + KIND).asText());
  }

  private static String health(GitOpsBindingStatus status, long generation) {
    String script = patch().path("data").path("resource.customizations.health." + KIND).asText();
    LuaValue health = run(script, binding(status, generation));
    return health.get("status").tojstring() + " " + health.get("message").tojstring();
  }

  private static LuaValue run(String script, GitOpsBinding binding) {
    Globals globals = JsePlatform.standardGlobals();
    globals.set("obj", lua(json(new KubernetesSerialization().asJson(binding))));
    return globals.load(script).call();
  }

  private static LuaValue lua(JsonNode node) {
    if (node.isContainerNode()) {
      LuaTable table = new LuaTable();
      node.properties().forEach(entry -> table.set(entry.getKey(), lua(entry.getValue())));
      for (int index = 0; node.isArray() && index < node.size(); index++) {
        table.set(index + 1, lua(node.get(index)));
      }
      return table;
    }
    if (node.isBoolean()) {
      return LuaValue.valueOf(node.asBoolean());
    }
    return node.isNumber() ? LuaValue.valueOf(node.asDouble()) : LuaValue.valueOf(node.asText());
  }

  private static GitOpsBinding binding(GitOpsBindingStatus status, long generation) {
    GitOpsBinding binding = Bindings.resource("{}");
    binding.getMetadata().setGeneration(generation);
    binding.setStatus(status);
    return binding;
  }

  private static GitOpsBindingStatus after(GitOpsBindingStatus before, Outcome outcome) {
    return Projections.project(before, MANIFEST, outcome, NOW);
  }

  private static JsonNode patch() {
    try {
      return yaml(Files.readString(PATCH));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode yaml(String text) {
    try {
      return new YAMLMapper().readTree(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
