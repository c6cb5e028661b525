package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest file holds. The commit is not always the tip of the branch: as long as later
 * commits leave the image as it is, the status names the commit at which the image was last seen to
 * change. If that commit is not known to be in the branch, as after a restart, the status names the
 * tip.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManifestStatus(
    @JsonPropertyDescription("The branch that was read.") @Size(max = 255) @Nullable String branch,
    @JsonPropertyDescription(
            "The id of a commit of the branch, 40 hex digits. It is the tip that was read when the image last changed, when Ready became True, when the branch was rewritten, or when the operator restarted. Later commits that leave the image unchanged do not update it.")
        @Size(max = 64)
        @Nullable String commit,
    @JsonPropertyDescription("The image as the file writes it, at this commit and since.")
        @Size(max = 4096)
        @Nullable String image,
    @JsonPropertyDescription(
            "The repository, branch and file that were read; several files are separated by commas.")
        @Size(max = 4096)
        @Nullable String file,
    @JsonPropertyDescription(
            "What each place holds, in the order of spec.manifest.edits, if it names several.")
        @Size(max = 16)
        @Nullable List<PlaceStatus> places) {
  private static final Pattern TAG = Pattern.compile("(?:.*/)?[^/:@]+:(?<tag>[^/:@]+)(?:@.*)?");
  private static final Pattern LONG_COMMIT = Pattern.compile("[0-9a-f]{8,40}");

  /** Leaves out what Jackson cannot read. */
  public ManifestStatus {
    places = places == null ? null : places.stream().filter(Objects::nonNull).toList();
  }

  /** The tag of {@code image} with a commit cut to 7 digits, for a narrow column; null if none. */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  @JsonPropertyDescription("The image's tag, a commit in it cut to 7 digits, for kubectl get.")
  @Size(max = 128)
  public @Nullable String shortTag() {
    Matcher tag = TAG.matcher(image == null ? "" : image);
    return tag.matches()
        ? LONG_COMMIT.matcher(tag.group("tag")).replaceAll(hex -> hex.group().substring(0, 7))
        : null;
  }
}
