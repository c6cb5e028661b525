package dev.gitopsbinding.git.credential;

import java.util.Map;

/**
 * The used parts of a Kubernetes Secret. Its text form never shows the data.
 *
 * @param type for example {@code kubernetes.io/ssh-auth}
 * @param data the decoded values by key
 */
public record SecretData(
    String namespace,
    String name,
    String type,
    Map<String, String> annotations,
    Map<String, byte[]> data) {

  /** Copies the maps. */
  public SecretData {
    annotations = Map.copyOf(annotations);
    data = Map.copyOf(data);
  }

  @Override
  public String toString() {
    return "Secret " + namespace + "/" + name;
  }
}
