package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A tag that the operator pushed, and when it came how far. Times are RFC 3339 in UTC, in whole
 * seconds; one that is not known is null. What the cluster did is known by what the operator saw of
 * the target.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeployedTag(
    @JsonPropertyDescription("The tag.") @Size(max = 128) @Nullable String tag,
    @JsonPropertyDescription("The id of the source commit, 40 hex digits.") @Size(max = 64)
        @Nullable String commit,
    @JsonPropertyDescription(
            "When the author made the source commit, if the operator has read it. Absent for a tag that was deployed before.")
        @Size(max = 64)
        @Nullable String committed,
    @JsonPropertyDescription(
            "When the source commit was first seen as the newest one of its branch. Absent for a tag that was deployed before.")
        @Size(max = 64)
        @Nullable String seen,
    @JsonPropertyDescription(
            "When the image was first found in its registry. Absent for a tag that was deployed before.")
        @Size(max = 64)
        @Nullable String imageFound,
    @JsonPropertyDescription("When the server accepted the push.") @Size(max = 64)
        @Nullable String pushed,
    @JsonPropertyDescription("When the target was first seen to ask for the tag.") @Size(max = 64)
        @Nullable String applied,
    @JsonPropertyDescription("When the target first ran the tag in all its pods.") @Size(max = 64)
        @Nullable String rolledOut,
    @JsonPropertyDescription("When the rollout exceeded the progress deadline of the target.")
        @Size(max = 64)
        @Nullable String failed,
    @JsonPropertyDescription(
            "True if the push took back a tag whose rollout had failed, by an older tag.")
        @Nullable Boolean rollback,
    @JsonPropertyDescription(
            "How far it came: Pushed, RolledOut, Failed (the rollout), Superseded (a newer tag came before it was rolled out), RolledBack (by the operator, after it had failed) or Reverted (somebody put an older tag into the file).")
        @SchemaFrom(type = Result.class)
        @Nullable String result) {

  /** The result of a deployment. The Java field accepts any string. */
  public enum Result {
    /** It is in the manifest; the target does not run it in all its pods yet. */
    @JsonProperty("Pushed")
    PUSHED("Pushed"),
    /** The target has run it in all its pods. */
    @JsonProperty("RolledOut")
    ROLLED_OUT("RolledOut"),
    /** Its rollout exceeded the progress deadline. */
    @JsonProperty("Failed")
    FAILED("Failed"),
    /** Another tag was written before it was rolled out. */
    @JsonProperty("Superseded")
    SUPERSEDED("Superseded"),
    /** The operator wrote an older tag, because its rollout had failed. */
    @JsonProperty("RolledBack")
    ROLLED_BACK("RolledBack"),
    /** Somebody else wrote an older tag. */
    @JsonProperty("Reverted")
    REVERTED("Reverted");

    private final String text;

    Result(String text) {
      this.text = text;
    }

    /** The value as it is stored. */
    public String text() {
      return text;
    }
  }

  /** Whether the result is this one. */
  public boolean is(Result one) {
    return one.text().equals(result);
  }

  /** Whether the push took back a tag whose rollout had failed. */
  public boolean tookBack() {
    return Boolean.TRUE.equals(rollback);
  }
}
