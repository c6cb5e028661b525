package dev.gitopsbinding.plan.fact;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The target of a binding, as it is in the cluster. */
public sealed interface Workload {
  /** The target does not exist. */
  record Missing() implements Workload {}

  /**
   * What the target runs cannot be read.
   *
   * @param message says why, and what to do next: one or two whole sentences
   */
  record Unreadable(String message) implements Workload {}

  /**
   * The target exists.
   *
   * @param containers its containers and initContainers
   * @param pullSecrets the names of its imagePullSecrets
   */
  record Found(List<Container> containers, List<String> pullSecrets, Rollout rollout)
      implements Workload {
    /** Copies the lists. */
    public Found {
      containers = List.copyOf(containers);
      pullSecrets = List.copyOf(pullSecrets);
    }

    /** The containers whose image a binding writes. */
    public List<Container> selectedBy(Binding binding) {
      List<String> names = binding.target().containers();
      boolean all = names.isEmpty() || names.contains("*");
      String repository = binding.image().reference().repository();
      return containers.stream()
          .filter(container -> container.isOf(repository))
          .filter(container -> all || names.contains(container.name()))
          .toList();
    }

    /** The tag that all containers have whose image a binding writes; empty if there is none. */
    public Optional<String> tagFor(Binding binding) {
      return common(binding, ManifestSeen::tagOf);
    }

    /** The digest that all these containers have; empty if there is none. */
    public Optional<String> digestFor(Binding binding) {
      return common(binding, ManifestSeen::digestOf);
    }

    /**
     * Whether all these containers ask for a tag; or for one digest beside it, where none of them
     * shows a tag: an older Kustomize leaves it out where there is a digest.
     *
     * @param digests those that the file holds beside the tag; empty if the binding writes none
     */
    public boolean asksFor(Binding binding, String tag, Set<String> digests) {
      boolean untagged =
          selectedBy(binding).stream()
              .allMatch(container -> ManifestSeen.tagOf(container.image()).isEmpty());
      return untagged
          ? digestFor(binding).filter(digests::contains).isPresent()
          : tagFor(binding).equals(Optional.of(tag));
    }

    private Optional<String> common(Binding binding, Function<String, Optional<String>> part) {
      List<Optional<String>> parts =
          selectedBy(binding).stream()
              .map(container -> part.apply(container.image()))
              .distinct()
              .toList();
      return parts.size() == 1 ? parts.getFirst() : Optional.empty();
    }
  }

  /** A container of the pod template, and its image. */
  record Container(String name, String image) {
    private boolean isOf(String repository) {
      return ImageReference.parse(image)
          .filter(parsed -> parsed.repository().equals(repository))
          .isPresent();
    }
  }
}
