package dev.gitopsbinding.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the operator did and what the cluster runs. Times are RFC 3339 in UTC, in whole seconds. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitOpsBindingStatus(
    @JsonPropertyDescription("The generation of the spec that this status was made from.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "The value of the annotation gitopsbinding.dev/requestedAt that was last acted on.")
        @Size(max = 262144)
        String lastHandledRequestedAt,
    @JsonPropertyDescription("The newest commit of the observed branch.") SourceStatus source,
    @JsonPropertyDescription(
            "The tip of the manifest branch that the condition Ready speaks of, and what it holds.")
        ManifestStatus manifest,
    @JsonPropertyDescription("What the target asks the cluster to run.") RunningStatus running,
    @JsonPropertyDescription("The newest push that this operator made for the binding.")
        LastPush lastPush,
    @JsonPropertyDescription("The image that is not in its registry yet, while it is waited for.")
        AwaitedImage awaiting,
    @JsonPropertyDescription(
            "How the binding is: Ready and RolledOut always, Reconciling and Stalled only while"
                + " they are True.")
        @Size(max = 16)
        List<BindingCondition> conditions) {

  /** The status of a binding that was never synced. */
  public static final GitOpsBindingStatus EMPTY =
      new GitOpsBindingStatus(null, null, null, null, null, null, null, List.of());

  /** A status without conditions has an empty list of them; null in the list is left out. */
  public GitOpsBindingStatus {
    conditions =
        conditions == null ? List.of() : conditions.stream().filter(Objects::nonNull).toList();
  }

  /** The newest commit of the observed branch, and when it was first seen. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SourceStatus(
      @JsonPropertyDescription("The branch that was observed.") @Size(max = 255) String branch,
      @JsonPropertyDescription("The id of the branch's newest commit, 40 hex digits.")
          @Size(max = 64)
          String commit,
      @JsonPropertyDescription("When this commit was first seen on the branch.") @Size(max = 64)
          String firstSeenTime,
      @JsonPropertyDescription("The repository that was read, without a login name.")
          @Size(max = 2048)
          String url) {}

  /** The tip of the manifest branch that Ready speaks of, and the image found there. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ManifestStatus(
      @JsonPropertyDescription("The branch that was read.") @Size(max = 255) String branch,
      @JsonPropertyDescription("The id of the commit that was read, 40 hex digits.") @Size(max = 64)
          String commit,
      @JsonPropertyDescription("The image that the file holds at this commit.") @Size(max = 4096)
          String image,
      @JsonPropertyDescription("The repository, branch and file that were read.") @Size(max = 4096)
          String file) {
    private static final Pattern TAG = Pattern.compile("(?:.*/)?[^/:@]+:(?<tag>[^/:@]+)(?:@.*)?");
    private static final Pattern LONG_COMMIT = Pattern.compile("[0-9a-f]{8,40}");

    /** The tag of {@code image} for a narrow column, a commit in it cut to 7 digits; or null. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    @JsonPropertyDescription("The image's tag with the commit cut to 7 digits, to be printed.")
    @Size(max = 128)
    public String shortTag() {
      Matcher tag = TAG.matcher(image == null ? "" : image);
      return tag.matches()
          ? LONG_COMMIT.matcher(tag.group("tag")).replaceAll(hex -> hex.group().substring(0, 7))
          : null;
    }
  }

  /** The image that the target Deployment asks for. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RunningStatus(
      @JsonPropertyDescription("The image that the target's pod template names.")
          @Size(max = 262144)
          String image) {}

  /** An image that is waited for. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AwaitedImage(
      @JsonPropertyDescription("The image with its tag.") @Size(max = 512) String image,
      @JsonPropertyDescription("When the registry was first found not to have it.") @Size(max = 64)
          String since) {}

  /** The newest push that this operator made for the binding. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LastPush(
      @JsonPropertyDescription("The id of the pushed commit, 40 hex digits.") @Size(max = 64)
          String commit,
      @JsonPropertyDescription("The tag that was replaced; several are separated by commas.")
          @Size(max = 4096)
          String fromTag,
      @JsonPropertyDescription("The tag that was written.") @Size(max = 128) String toTag,
      @JsonPropertyDescription("When the server accepted the push.") @Size(max = 64) String time,
      @JsonPropertyDescription("The repository, branch and file that were written.")
          @Size(max = 4096)
          String file,
      @JsonPropertyDescription(
              "Which image of the file was written: the target's kind and name, the containers of"
                  + " spec.target.containers in brackets, and the image's repository. A change of"
                  + " these is a new choice, to which an older push says nothing.")
          @Size(max = 4096)
          String selection) {}
}
