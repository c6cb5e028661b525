package dev.gitopsbinding.api.v1alpha1.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Something that is waited for. An older operator wrote no reason and no subject, and waited for an
 * image only.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AwaitedSubject(
    @JsonPropertyDescription("The image with its tag, if the binding waits for an image.")
        @Size(max = 512)
        @Nullable String image,
    @JsonPropertyDescription("When it was first found missing.") @Size(max = 64)
        @Nullable String since,
    @JsonPropertyDescription(
            "True once the wait has lasted for 15 minutes; a Warning event reports that.")
        @Nullable Boolean overdue,
    @JsonPropertyDescription(
            "The reason of the wait, such as ImageNotFound, ChecksPending or Soaking.")
        @Size(max = 64)
        @Nullable String reason,
    @JsonPropertyDescription(
            "What is waited for: the image with its tag, the checks of a commit, or a commit of the binding that is followed.")
        @Size(max = 512)
        @Nullable String subject) {
  /** What is waited for, also where an older operator wrote the status; null if unreadable. */
  public @Nullable String awaited() {
    return subject == null ? image : subject;
  }

  /** This wait, overdue. */
  public AwaitedSubject late() {
    return new AwaitedSubject(image, since, true, reason, subject);
  }
}
