package dev.gitopsbinding.api.v1alpha1.status.proposal;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.gitopsbinding.api.v1alpha1.status.PushedCommit;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a proposed tag comes from, kept until it is merged. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProposedSource(
    @JsonPropertyDescription("The id of the source commit, 40 hex digits.") @Size(max = 64)
        @Nullable String commit,
    @JsonPropertyDescription("When the image was first found in its registry.") @Size(max = 64)
        @Nullable String imageFound,
    @JsonPropertyDescription(
            "The source commits that come with the tag, as in status.lastPush.commits.")
        @Size(max = 20)
        @Nullable List<PushedCommit> commits,
    @JsonPropertyDescription("As status.lastPush.commitCount.") @Nullable Integer commitCount,
    @JsonPropertyDescription("As status.lastPush.moreCommits.") @Nullable Boolean moreCommits) {

  /** Leaves out what Jackson cannot read. */
  public ProposedSource {
    commits = commits == null ? null : commits.stream().filter(Objects::nonNull).toList();
  }
}
