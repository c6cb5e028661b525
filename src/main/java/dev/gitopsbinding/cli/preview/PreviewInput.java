package dev.gitopsbinding.cli.preview;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.controller.kube.UsedSecretData;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.text.OneLine;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Picks bindings and Secrets out of Kubernetes objects, also out of lists of them. */
public final class PreviewInput {
  private static final int MAX_NAME_CHARS = 100;

  private final String namespace;
  private final List<JsonNode> bindings = new ArrayList<>();
  private final Map<FileSecrets.Key, Result<SecretData>> secrets = new HashMap<>();
  private final List<String> ignored = new ArrayList<>();

  /**
   * @param namespace for objects that name none
   */
  public PreviewInput(String namespace) {
    this.namespace = namespace;
  }

  /** Adds objects. */
  public void addAll(List<JsonNode> objects) {
    objects.forEach(this::add);
  }

  private void add(JsonNode object) {
    String kind = object.path("kind").asText();
    if (kind.endsWith("List") && object.path("items").isArray()) {
      object.path("items").forEach(this::add);
    } else if (kind.equals("GitOpsBinding")
        && object.path("apiVersion").asText().startsWith(GitOpsBinding.GROUP + "/")) {
      bindings.add(object);
    } else if (kind.equals("Secret")) {
      addSecret(object);
    } else if (!object.isNull()) {
      ignored.add(
          OneLine.of(kind + " " + object.at("/metadata/name").asText(), MAX_NAME_CHARS)
              + " is neither a GitOpsBinding of "
              + GitOpsBinding.GROUP
              + " nor a Secret");
    }
  }

  /** What was read and is not used, one line each. */
  public List<String> ignored() {
    return List.copyOf(ignored);
  }

  /** The bindings, in their order. */
  List<JsonNode> bindings() {
    return List.copyOf(bindings);
  }

  /** Whether there is no binding. */
  public boolean isEmpty() {
    return bindings.isEmpty();
  }

  String namespaceOf(JsonNode object) {
    return object.at("/metadata/namespace").asText(namespace);
  }

  FileSecrets secrets() {
    return new FileSecrets(secrets);
  }

  private void addSecret(JsonNode object) {
    String name = object.at("/metadata/name").asText();
    var key = new FileSecrets.Key(namespaceOf(object), name);
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(key.namespace())
            .withName(name)
            .withAnnotations(texts(object.at("/metadata/annotations")))
            .endMetadata()
            .withType(object.path("type").asText("Opaque"))
            .withData(data(object))
            .build();
    secrets.put(key, used(secret));
  }

  /** The failure of a decoder would quote a value. */
  private static Result<SecretData> used(Secret secret) {
    try {
      return UsedSecretData.of(secret);
    } catch (IllegalArgumentException e) {
      return Result.failed(
          new Failure.Secret(
              Reason.SECRET_INVALID,
              "Secret %s/%s holds a value under data that is not Base64. Encode it, or put it under stringData."
                  .formatted(secret.getMetadata().getNamespace(), secret.getMetadata().getName())));
    }
  }

  /** As the API server does, {@code stringData} wins. */
  private static Map<String, String> data(JsonNode object) {
    Map<String, String> data = texts(object.path("data"));
    texts(object.path("stringData"))
        .forEach(
            (key, text) ->
                data.put(
                    key,
                    Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    return data;
  }

  private static Map<String, String> texts(JsonNode map) {
    Map<String, String> texts = new HashMap<>();
    map.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText("")));
    return texts;
  }
}
