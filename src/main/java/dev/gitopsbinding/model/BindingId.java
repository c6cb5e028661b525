package dev.gitopsbinding.model;

/** Names one binding in the cluster. */
public record BindingId(String namespace, String name) {
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
