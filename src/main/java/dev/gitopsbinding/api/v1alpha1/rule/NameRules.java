package dev.gitopsbinding.api.v1alpha1.rule;

/** Names of Kubernetes objects: RFC 1123. */
public final class NameRules {
  private NameRules() {}

  public static final String LABEL_NAME = "self.matches(r'^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')";
  public static final String NAMESPACE_MESSAGE =
      "must be the name of a namespace: lower-case letters, digits and '-', beginning and ending with"
          + " a letter or digit";
  public static final String BINDING_NAME_MESSAGE =
      "must be the name of a GitOpsBinding: lower-case letters, digits, '-' and '.', beginning and"
          + " ending with a letter or digit";
  public static final String OBJECT_KIND = "self.matches('^[A-Za-z][A-Za-z0-9]*$')";
  public static final String OBJECT_KIND_MESSAGE =
      "must be a kind as the file writes it, such as Deployment or HelmRelease";
  public static final String DNS_NAME =
      "self.matches(r'^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')";
  public static final String DNS_NAME_MESSAGE =
      "must be the name of an object in the binding's own namespace: lower-case letters, digits,"
          + " '-' and '.', beginning and ending with a letter or digit";
  public static final String MANIFEST_NAME = "self.matches(r'^[^\\s" + TextRules.CONTROL + "]+$')";
  public static final String MANIFEST_NAME_MESSAGE =
      "must be written as in the file's metadata, without spaces and control characters";
}
