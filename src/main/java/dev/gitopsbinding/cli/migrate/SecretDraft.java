package dev.gitopsbinding.cli.migrate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A Secret that a binding needs in its own namespace.
 *
 * @param hosts where it may be sent; for a registry, whose login it holds
 * @param old the Secret that gitops-operator reads; null if no annotation names one
 */
public record SecretDraft(
    Kind kind, String namespace, String name, SortedSet<String> hosts, @Nullable OldSecret old) {
  static final String CONSENT = "gitopsbinding.dev/hosts";
  static final String PLACEHOLDER = "REPLACE";

  /** The Secret of gitops-operator. */
  public record OldSecret(String namespace, String name) {}

  /** What a Secret holds. */
  public enum Kind {
    SSH_KEY("git-", "kubernetes.io/ssh-auth", "ssh-privatekey", "ssh-privatekey"),
    HTTPS_LOGIN("git-", "Opaque", "", "password"),
    REGISTRY_LOGIN(
        "registry-", "kubernetes.io/dockerconfigjson", ".dockerconfigjson", ".dockerconfigjson"),
    FORGE_TOKEN("forge-", "Opaque", "github-token", "bearerToken"),
    WEBHOOK_URL("slack-", "gitopsbinding.dev/webhook", "webhook-url", "url");

    private final String prefix;
    private final String type;
    private final String oldKey;
    private final String key;

    Kind(String prefix, String type, String oldKey, String key) {
      this.prefix = "gitopsbinding-" + prefix;
      this.type = type;
      this.oldKey = oldKey;
      this.key = key;
    }

    /** What the name of a copy begins with. */
    String prefix() {
      return prefix;
    }

    String type() {
      return type;
    }

    /** The key under which gitops-operator finds the value; empty if it uses none such. */
    String oldKey() {
      return oldKey;
    }

    /** The key of the secret value. */
    String key() {
      return key;
    }
  }

  /** Copies the set. */
  public SecretDraft {
    hosts = new TreeSet<>(hosts);
  }

  /**
   * Whether it is the Secret of gitops-operator itself, which is in the binding's namespace
   * already. Printed and applied, it would lose its value.
   */
  boolean isThere() {
    return old != null && old.equals(new OldSecret(namespace, name));
  }

  /** Whether both are one Secret, whatever it is used for. */
  boolean hasNameOf(SecretDraft other) {
    return namespace.equals(other.namespace) && name.equals(other.name);
  }

  /** The same Secret for more hosts. */
  SecretDraft with(SecretDraft other) {
    SortedSet<String> all = new TreeSet<>(hosts);
    all.addAll(other.hosts);
    return new SecretDraft(kind, namespace, name, all, old == null ? other.old : old);
  }

  /** The resource, with placeholders for what is secret. */
  Map<String, Object> resource() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    metadata.put("namespace", namespace);
    if (needsConsent()) {
      metadata.put("annotations", Map.of(CONSENT, String.join(",", hosts)));
    }
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("apiVersion", "v1");
    resource.put("kind", "Secret");
    resource.put("metadata", metadata);
    resource.put("type", kind.type());
    resource.put("stringData", stringData());
    return resource;
  }

  /** Whether an annotation has to name the hosts; for the other kinds type or content does. */
  boolean needsConsent() {
    return switch (kind) {
      case SSH_KEY, HTTPS_LOGIN, FORGE_TOKEN -> true;
      case REGISTRY_LOGIN, WEBHOOK_URL -> false;
    };
  }

  private Map<String, Object> stringData() {
    Map<String, Object> data = new LinkedHashMap<>();
    switch (kind) {
      case SSH_KEY -> {
        data.put(kind.key(), PLACEHOLDER + " by the private key\n");
        data.put("known_hosts", knownHosts());
      }
      case HTTPS_LOGIN -> {
        data.put("username", PLACEHOLDER);
        data.put("password", PLACEHOLDER);
      }
      case REGISTRY_LOGIN -> data.put(kind.key(), dockerConfig());
      case FORGE_TOKEN -> data.put(kind.key(), PLACEHOLDER);
      case WEBHOOK_URL -> data.put(kind.key(), PLACEHOLDER);
    }
    return data;
  }

  /** Comments only: as long as they are not replaced, no host is trusted. */
  private String knownHosts() {
    StringBuilder lines = new StringBuilder();
    for (String command : keyScans()) {
      lines.append("# ").append(PLACEHOLDER).append(" by the output of: ").append(command);
      lines.append('\n');
    }
    return lines
        .append("# Compare the fingerprints with those that the host publishes.\n")
        .toString();
  }

  /** The commands that print the keys of the hosts. */
  List<String> keyScans() {
    return hosts.stream().map(SecretDraft::keyScan).toList();
  }

  private static String keyScan(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    boolean hasPort = colon > hostAndPort.lastIndexOf(']');
    String host =
        (hasPort ? hostAndPort.substring(0, colon) : hostAndPort).replaceAll("[\\[\\]]", "");
    return hasPort
        ? "ssh-keyscan -p " + hostAndPort.substring(colon + 1) + " " + host
        : "ssh-keyscan " + host;
  }

  private String dockerConfig() {
    StringBuilder entries = new StringBuilder();
    for (String host : hosts) {
      entries.append(entries.isEmpty() ? "" : ",");
      entries.append("\"").append(host).append("\":{\"username\":\"").append(PLACEHOLDER);
      entries.append("\",\"password\":\"").append(PLACEHOLDER).append("\"}");
    }
    return "{\"auths\":{" + entries + "}}";
  }
}
