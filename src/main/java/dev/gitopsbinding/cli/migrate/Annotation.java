package dev.gitopsbinding.cli.migrate;

/**
 * The annotations that a version of gitops-operator has read, or that its documentation has named.
 * Each begins with {@link #PREFIX}. Source: its code at 0.10.1, the code before the first release,
 * and the article about it.
 */
public enum Annotation {
  ENABLED("enabled", Use.REQUIRED, "", "spec.suspend"),
  APP_REPOSITORY("app_repository", Use.REQUIRED, "", "spec.source.url"),
  MANIFEST_REPOSITORY("manifest_repository", Use.REQUIRED, "", "spec.manifest.url"),
  DEPLOYMENT_PATH("deployment_path", Use.REQUIRED, "", "spec.manifest.path"),
  IMAGE_NAME("image_name", Use.REQUIRED, "", "spec.image.name"),
  NAMESPACE("namespace", Use.NEVER_READ, "", "metadata.namespace"),
  OBSERVE_BRANCH(
      "observe_branch",
      Use.OPTIONAL,
      "master",
      "spec.source.ref.branch and spec.manifest.ref.branch"),
  TAG_TYPE("tag_type", Use.OPTIONAL, "long", "spec.image.tag.length"),
  SSH_KEY_NAME(
      "ssh_key_name",
      Use.REQUIRED,
      "",
      "spec.source.secretRef.name and spec.manifest.secretRef.name"),
  SSH_KEY_NAMESPACE("ssh_key_namespace", Use.REQUIRED, "", "a Secret in the binding's namespace"),
  NOTIFICATIONS_SECRET_NAME(
      "notifications_secret_name", Use.OPTIONAL, "", "spec.notifications[0].secretRef.name"),
  NOTIFICATIONS_SECRET_NAMESPACE(
      "notifications_secret_namespace",
      Use.OPTIONAL,
      "gitops-operator",
      "a Secret in the binding's namespace"),
  REGISTRY_SECRET_URL(
      "registry_secret_url",
      Use.OPTIONAL,
      "https://index.docker.io/v1/",
      "the registry in spec.image.name"),
  REGISTRY_SECRET_NAME(
      "registry_secret_name", Use.OPTIONAL, "regcred", "spec.image.check.secretRef.name"),
  REGISTRY_SECRET_NAMESPACE(
      "registry_secret_namespace",
      Use.OPTIONAL,
      "gitops-operator",
      "a Secret in the binding's namespace"),
  GITHUB_TOKEN_SECRET_NAME(
      "github_token_secret_name", Use.OPTIONAL, "", "spec.source.checks.secretRef.name"),
  GITHUB_TOKEN_SECRET_NAMESPACE(
      "github_token_secret_namespace",
      Use.OPTIONAL,
      "gitops-operator",
      "a Secret in the binding's namespace"),
  NOTIFICATIONS("notifications", Use.EARLY, "", "spec.notifications"),
  SECRET_NAME("secret_name", Use.EARLY, "", "as ssh_key_name"),
  SECRET_NAMESPACE("secret_namespace", Use.EARLY, "", "as ssh_key_namespace");

  /** What the name of each begins with. */
  public static final String PREFIX = "gitops.operator.";

  /** Where gitops-operator looks for Secrets whose namespace no annotation names. */
  static final String USUAL_NAMESPACE = "gitops-operator";

  /** Who reads an annotation. */
  public enum Use {
    REQUIRED("required"),
    OPTIONAL("optional"),
    /** Versions before 0.9 only. */
    EARLY("early versions only"),
    NEVER_READ("not read");

    private final String text;

    Use(String text) {
      this.text = text;
    }

    /** As the documentation calls it. */
    public String text() {
      return text;
    }
  }

  private final String shortName;
  private final Use use;
  private final String fallback;
  private final String becomes;

  Annotation(String shortName, Use use, String fallback, String becomes) {
    this.shortName = shortName;
    this.use = use;
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

  /** Who reads it. */
  public Use use() {
    return use;
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
