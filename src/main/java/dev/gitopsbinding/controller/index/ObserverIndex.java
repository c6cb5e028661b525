package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.image.ImageReference;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the bindings that observe a branch, a repository's pull requests or an image, for hooks
 * that report that it has changed. A suspended binding observes nothing. The case of letters does
 * not count, because it does not at many hosts, and a sync too many does no harm.
 */
public final class ObserverIndex {
  private static final String BY_BRANCH = "observed-branch";
  private static final String BY_MANIFEST = "observed-manifest";
  private static final String BY_IMAGE = "observed-image";

  private final BindingIndex bindings;

  /** An index that is not added to a cache yet. */
  public ObserverIndex(BindingIndex bindings) {
    this.bindings = bindings;
  }

  /** Adds the indexes to the cache; to be called before the cache is filled. */
  void addTo(IndexerResourceCache<GitOpsBinding> cache) {
    cache.addIndexer(BY_BRANCH, keys(ObserverIndex::branches));
    cache.addIndexer(BY_MANIFEST, keys(binding -> Stream.of(manifest(binding).repository())));
    cache.addIndexer(BY_IMAGE, keys(ObserverIndex::images));
  }

  /** The bindings whose source or manifest is a branch, or that push to it. */
  public Set<BindingId> ofBranch(BranchIdentity branch) {
    return ids(bindings.indexed(BY_BRANCH, key(branch)));
  }

  /** The bindings whose manifest is in a repository. */
  public Set<BindingId> ofManifestRepository(RepositoryUrl.Identity repository) {
    return ids(bindings.indexed(BY_MANIFEST, key(repository)));
  }

  /**
   * The bindings that ask the registry for an image.
   *
   * @param image with a tag: those whose tags have another form do not count
   */
  public Set<BindingId> ofImage(ImageReference image) {
    String tag = image.tag();
    return ids(
        bindings.indexed(BY_IMAGE, key(image.repository())).stream()
            .filter(
                resource ->
                    tag != null
                        && bindings
                            .parse(resource)
                            .filter(binding -> hasForm(binding, tag))
                            .isPresent()));
  }

  private static boolean hasForm(Binding binding, String tag) {
    return binding.image().tagFormat().digitsIn(tag).isPresent();
  }

  private static Set<BindingId> ids(List<GitOpsBinding> resources) {
    return ids(resources.stream());
  }

  private static Set<BindingId> ids(Stream<GitOpsBinding> resources) {
    return resources.map(BindingIndex::id).collect(Collectors.toUnmodifiableSet());
  }

  private Function<GitOpsBinding, List<String>> keys(Function<Binding, Stream<?>> observed) {
    return resource ->
        resource.isMarkedForDeletion()
            ? List.of()
            : bindings.parse(resource).stream()
                .filter(binding -> !binding.suspended())
                .flatMap(observed)
                .map(ObserverIndex::key)
                .distinct()
                .toList();
  }

  /** Also the branch that is pushed to: whatever is done to it, the pull request has changed. */
  private static Stream<BranchIdentity> branches(Binding binding) {
    return Stream.of(
            binding.sourceLocation().map(source -> source.branch().identity()),
            Optional.of(manifest(binding)),
            Optional.ofNullable(binding.push()).map(push -> push.branch().identity()))
        .flatMap(Optional::stream);
  }

  private static BranchIdentity manifest(Binding binding) {
    return binding.manifest().branch().identity();
  }

  private static Stream<String> images(Binding binding) {
    Binding.Image image = binding.image();
    return image.check().required() || image.pinned()
        ? Stream.of(image.reference().repository())
        : Stream.of();
  }

  private static String key(Object observed) {
    return observed.toString().toLowerCase(Locale.ROOT);
  }
}
