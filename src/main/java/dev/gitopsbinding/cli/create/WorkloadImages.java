package dev.gitopsbinding.cli.create;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads which image a workload runs, to propose it. */
public final class WorkloadImages {
  private WorkloadImages() {}

  /**
   * The image's repository, without a tag.
   *
   * @param workload an object with a pod template
   * @return empty if its containers have none or several, of which only the person can choose
   */
  public static Optional<String> only(JsonNode workload) {
    List<String> repositories =
        StreamSupport.stream(workload.at("/spec/template/spec/containers").spliterator(), false)
            .map(container -> container.path("image").asText())
            .flatMap(image -> ImageReference.parse(image).stream())
            .map(ImageReference::repository)
            .distinct()
            .toList();
    return repositories.size() == 1 ? Optional.of(repositories.getFirst()) : Optional.empty();
  }
}
