package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the user wants. Every component may be null: defaults are the API server's, and an object
 * stored before a field existed must still be readable.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitOpsBindingSpec(
    Boolean suspend,
    String interval,
    String timeout,
    Target target,
    Image image,
    Source source,
    Manifest manifest,
    Commit commit) {

  /** The workload that runs the image. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Target(String kind, String name, List<String> containers) {}

  /** The image and how its tag is made from a commit. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Image(String name, Tag tag) {}

  /** How a tag is made from a commit. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Tag(Integer length, String prefix, String suffix) {}

  /** The repository whose newest commit names the tag. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Source(String url, BranchRef ref, SecretRef secretRef) {}

  /** The repository and the file that the tag is written to. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Manifest(String url, BranchRef ref, SecretRef secretRef, String path) {}

  /** A branch. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BranchRef(String branch) {}

  /** A Secret in the binding's namespace. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SecretRef(String name) {}

  /** What the operator's commits look like. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Commit(Author author, String messageTemplate) {}

  /** The author of the operator's commits. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Author(String name, String email) {}
}
