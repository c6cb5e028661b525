package dev.gitopsbinding.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The bindings whose source and manifest repository are on one git host. */
final class Fleet {
  private static final String NAMESPACE = "training";
  private static final String IMAGE = "registry.example/web";
  private static final int OTHER_FILES = 200;

  private final String name;
  private final int size;
  private final GitHostStandIn host;
  private final ObjectStore store;
  private String tip = "";

  Fleet(String name, int size, GitHostStandIn host, ObjectStore store) {
    this.name = name;
    this.size = size;
    this.host = host;
    this.store = store;
  }

  /** Fills the repositories, and creates a Secret and a Deployment for each binding. */
  void prepare(String privateKey) throws IOException {
    Map<String, String> files = new HashMap<>();
    IntStream.range(0, OTHER_FILES)
        .forEach(
            n -> files.put("other/file" + n + ".yaml", "kind: ConfigMap\ndata: {n: " + n + "}\n"));
    for (int n = 0; n < size; n++) {
      files.put(path(n), deploymentYaml(n));
      store.put(
          "/apis/apps/v1/namespaces/" + NAMESPACE + "/deployments/" + binding(n),
          json(deploymentJson(n)));
    }
    host.commitToManifest(files);
    store.put("/api/v1/namespaces/" + NAMESPACE + "/secrets/" + name, secret(privateKey));
  }

  /** Commits to the source repository, and creates the bindings or asks for their sync. */
  void commit(int round) throws IOException {
    tip = host.commitToSource(Map.of("README", name + " " + round));
    for (int n = 0; n < size; n++) {
      if (round == 0) {
        store.put(bindingPath(n), json(bindingJson(n)));
      } else {
        store.merge(
            bindingPath(n),
            json(
                """
                {"metadata": {"annotations": {"gitopsbinding.dev/requestedAt": "%s"}}}"""
                    .formatted(round)));
      }
    }
  }

  /** Whether the manifest repository holds the last commit for every binding. */
  boolean isSynced() {
    return IntStream.range(0, size).allMatch(this::isSynced);
  }

  /** What the bindings' statuses say, for an error. */
  String report() {
    StringBuilder report = new StringBuilder(name);
    for (int n = 0; n < size; n++) {
      report.append('\n').append(status(n));
    }
    return report.toString();
  }

  private boolean isSynced(int n) {
    return status(n).path("lastPush").path("toTag").asText().equals(tip);
  }

  private JsonNode status(int n) {
    return store
        .get(bindingPath(n))
        .map(found -> found.path("status"))
        .orElseGet(MissingNode::getInstance);
  }

  private String binding(int n) {
    return name + "-" + n;
  }

  private String bindingPath(int n) {
    return "/apis/gitopsbinding.dev/v1alpha1/namespaces/%s/gitopsbindings/%s"
        .formatted(NAMESPACE, binding(n));
  }

  private String path(int n) {
    return "apps/" + binding(n) + "/deployment.yaml";
  }

  private String bindingJson(int n) {
    return """
        {"apiVersion": "gitopsbinding.dev/v1alpha1", "kind": "GitOpsBinding",
         "metadata": {"namespace": "%s", "name": "%s"},
         "spec": {
           "interval": "10s",
           "target": {"kind": "Deployment", "name": "%s"},
           "image": {"name": "%s", "check": {"mode": "Skip"}},
           "source": {"url": "%s", "ref": {"branch": "main"}, "secretRef": {"name": "%s"}},
           "manifest": {"url": "%s", "ref": {"branch": "main"}, "secretRef": {"name": "%s"},
             "path": "%s"}}}
        """
        .formatted(
            NAMESPACE,
            binding(n),
            binding(n),
            IMAGE,
            host.sourceUrl(),
            name,
            host.manifestUrl(),
            name,
            path(n));
  }

  private String deploymentJson(int n) {
    return """
        {"apiVersion": "apps/v1", "kind": "Deployment",
         "metadata": {"namespace": "%s", "name": "%s", "labels": {"app": "web"}},
         "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "web"}},
           "template": {"metadata": {"labels": {"app": "web"}},
             "spec": {"containers": [{"name": "web", "image": "%s:old"}]}}},
         "status": {"observedGeneration": 1, "replicas": 1, "updatedReplicas": 1,
           "readyReplicas": 1, "availableReplicas": 1,
           "conditions": [{"type": "Available", "status": "True"}]}}
        """
        .formatted(NAMESPACE, binding(n), IMAGE);
  }

  private String deploymentYaml(int n) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: %s   # kept as it is
        spec:
          template:
            spec:
              containers:
                - name: web
                  image: "%s:old"
        """
        .formatted(binding(n), IMAGE);
  }

  private ObjectNode secret(String privateKey) {
    ObjectNode secret = ObjectStore.JSON.createObjectNode();
    secret.put("apiVersion", "v1").put("kind", "Secret").put("type", "kubernetes.io/ssh-auth");
    secret.putObject("metadata").put("namespace", NAMESPACE);
    secret
        .putObject("data")
        .put("ssh-privatekey", base64(privateKey))
        .put("known_hosts", base64(host.knownHosts()));
    return secret;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode json(String text) throws JsonProcessingException {
    return (ObjectNode) ObjectStore.JSON.readTree(text);
  }
}
