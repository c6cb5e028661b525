package dev.gitopsbinding.cli.migrate;

/**
 * The annotations that a version of gitops-operator has read, or that its documentation has named.
 * Each begins with {@link #PREFIX}. Source: its code at 0.10.1, the code before the first release,
 * and the article about it.
 */
public enum Annotation {
  ENABLED("enabled", "", "spec.suspend"),
  APP_REPOSITORY("app_repository", "", "spec.source.url"),
  MANIFEST_REPOSITORY("manifest_repository", "", "spec.manifest.url"),
  DEPLOYMENT_PATH("deployment_path", "", "spec.manifest.path"),
  IMAGE_NAME("image_name", "", "spec.image.name"),
  NAMESPACE("namespace", "", "metadata.namespace"),
  OBSERVE_BRANCH("observe_branch", "master", "spec.source.ref.branch and spec.manifest.ref.branch"),
  TAG_TYPE("tag_type", "long", "spec.image.tag.length"),
  SSH_KEY_NAME("ssh_key_name", "", "spec.source.secretRef.name and spec.manifest.secretRef.name"),
  SSH_KEY_NAMESPACE("ssh_key_namespace", "", "a Secret in the binding's namespace"),
  NOTIFICATIONS_SECRET_NAME(
      "notifications_secret_name", "", "spec.notifications[0].secretRef.name"),
  NOTIFICATIONS_SECRET_NAMESPACE(
      "notifications_secret_namespace", "gitops-operator", "a Secret in the binding's namespace"),
  REGISTRY_SECRET_URL(
      "registry_secret_url", "https://index.docker.io/v1/", "the registry in spec.image.name"),
  REGISTRY_SECRET_NAME("registry_secret_name", "regcred", "spec.image.check.secretRef.name"),
  REGISTRY_SECRET_NAMESPACE(
      "registry_secret_namespace", "gitops-operator", "a Secret in the binding's namespace"),
  GITHUB_TOKEN_SECRET_NAME("github_token_secret_name", "", "spec.source.checks.secretRef.name"),
  GITHUB_TOKEN_SECRET_NAMESPACE(
      "github_token_secret_namespace", "gitops-operator", "a Secret in the binding's namespace"),
  NOTIFICATIONS("notifications", "", "spec.notifications"),
  SECRET_NAME("secret_name", "", "as ssh_key_name"),
  SECRET_NAMESPACE("secret_namespace", "", "as ssh_key_namespace");

  /** What the name of each begins with. */
  public static final String PREFIX = "gitops.operator.";

  /** Where gitops-operator looks for Secrets whose namespace no annotation names. */
  static final String USUAL_NAMESPACE = "gitops-operator";

  private final String shortName;
  private final String fallback;
  private final String becomes;

  Annotation(String shortName, String fallback, String becomes) {
    this.shortName = shortName;
    this.fallback = fallback;
    this.becomes = becomes;
  }

  /** The name without the prefix. */
  public String shortName() {
    return shortName;
  }

  /** The whole name. */
  public String key() {
    return PREFIX + shortName;
  }

  /** What holds where it is missing; empty if nothing does. */
  public String fallback() {
    return fallback;
  }

  /** The field of a binding, or another thing, that stands for it now. */
  public String becomes() {
    return becomes;
  }
}
