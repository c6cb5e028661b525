package dev.gitopsbinding.api.v1alpha1.spec.source;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Values of {@code spec.source.checks.provider}, for the schema; the Java field accepts any string.
 */
public enum CheckProvider {
  @JsonProperty("GitHub")
  GITHUB,
  @JsonProperty("GitLab")
  GITLAB,
  @JsonProperty("Gitea")
  GITEA
}
