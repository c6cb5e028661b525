package dev.gitopsbinding.forge;

import java.util.Locale;

/** What a forge is asked for, and which fields of the spec are about it. */
public enum ForgePurpose {
  CHECKS("spec.source.checks", "spec.source.url", "repository or commit", "read the checks"),
  PULL_REQUESTS(
      "spec.push.pullRequest",
      "spec.manifest.url",
      "repository",
      "open, read and change pull requests"),
  REPORT(
      "spec.source.commitStatus",
      "spec.source.url",
      "repository or commit",
      "write commit statuses");

  private final String field;
  private final String urlField;
  private final String object;
  private final String action;

  ForgePurpose(String field, String urlField, String object, String action) {
    this.field = field;
    this.urlField = urlField;
    this.object = object;
    this.action = action;
  }

  /** The field that messages begin with; it has the fields provider, apiURL and secretRef. */
  public String field() {
    return field;
  }

  /** The field with the URL of the repository. */
  public String urlField() {
    return urlField;
  }

  /** The label for metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the forge does not have if it answers 404; completes "has no such". */
  public String object() {
    return object;
  }

  /** What a login is for; completes "does not let the token". */
  public String action() {
    return action;
  }
}
