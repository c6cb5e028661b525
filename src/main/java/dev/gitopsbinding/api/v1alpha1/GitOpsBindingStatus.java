package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** What the operator did and what the cluster runs. Times are RFC 3339 in UTC, in whole seconds. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitOpsBindingStatus(
    Long observedGeneration,
    String lastHandledRequestedAt,
    SourceStatus source,
    ManifestStatus manifest,
    RunningStatus running,
    LastPush lastPush,
    List<BindingCondition> conditions) {

  /** The status of a binding that was never synced. */
  public static final GitOpsBindingStatus EMPTY =
      new GitOpsBindingStatus(null, null, null, null, null, null, List.of());

  /** A status without conditions has an empty list of them. */
  public GitOpsBindingStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** The newest commit of the observed branch, and when it was first seen. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SourceStatus(String branch, String commit, String firstSeenTime) {}

  /** The tip of the manifest branch that Ready speaks of, and the image found there. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ManifestStatus(String branch, String commit, String image) {}

  /** The image that the target Deployment asks for. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RunningStatus(String image) {}

  /** The newest push that this operator made for the binding. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LastPush(String commit, String fromTag, String toTag, String time, String file) {}
}
