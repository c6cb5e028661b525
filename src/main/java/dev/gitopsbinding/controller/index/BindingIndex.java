package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.ImageField;
import dev.gitopsbinding.controller.kube.StatusWriter;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.plan.Claim;
import dev.gitopsbinding.plan.ClaimPolicy;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds bindings by what they point at. Those that are being deleted want nothing more, so they are
 * in no index.
 */
final class BindingIndex {
  private static final String BY_TARGET = "target";
  private static final String BY_SCALAR = "scalar";
  private static final String BY_SOURCE = "source";
  private static final Comparator<Binding> BY_AGE =
      Comparator.comparing(Binding::created)
          .thenComparing(binding -> binding.id().namespace())
          .thenComparing(binding -> binding.id().name());

  private final IndexedResourceCache<GitOpsBinding> cache;
  private final ParsedBindings parsed;

  private BindingIndex(IndexedResourceCache<GitOpsBinding> cache, ParsedBindings parsed) {
    this.cache = cache;
    this.parsed = parsed;
  }

  /** Adds the indexes to the cache; to be called before it is filled. */
  static BindingIndex on(IndexerResourceCache<GitOpsBinding> cache, ParsedBindings parsed) {
    var index = new BindingIndex(cache, parsed);
    cache.addIndexer(BY_TARGET, index.key(BindingIndex::targetKey));
    cache.addIndexer(BY_SCALAR, index.key(binding -> binding.writeTarget().toString()));
    cache.addIndexer(
        BY_SOURCE, index.key(binding -> binding.source().branch().identity().toString()));
    return index;
  }

  /** All bindings. */
  Set<BindingId> all() {
    return cache
        .list()
        .map(GitOpsBinding::getMetadata)
        .map(meta -> new BindingId(meta.getNamespace(), meta.getName()))
        .collect(Collectors.toSet());
  }

  /** Where the target of a binding is, if it has this kind. */
  Set<ResourceID> targetOf(GitOpsBinding resource, String kind) {
    return parse(resource)
        .filter(binding -> binding.target().kind().equals(kind))
        .map(BindingIndex::target)
        .map(Set::of)
        .orElse(Set.of());
  }

  /** The bindings whose target is the workload. */
  Set<ResourceID> byTarget(String kind, ResourceID workload) {
    return Set.copyOf(
        cache.byIndex(BY_TARGET, targetKey(kind, workload)).stream()
            .map(ResourceID::fromResource)
            .toList());
  }

  /** The bindings that read a source branch. */
  List<BindingId> bySource(BranchIdentity branch) {
    return bindings(BY_SOURCE, branch.toString()).map(Binding::id).toList();
  }

  /** The bindings that want a scalar. */
  List<BindingId> byScalar(ImageField scalar) {
    return bindings(BY_SCALAR, scalar.toString()).map(Binding::id).toList();
  }

  /**
   * The oldest other binding that wants the same scalar, is older than this one, and has a claim
   * that this one has to respect.
   */
  Optional<BindingId> rivalOf(Binding binding) {
    return bindings(BY_SCALAR, binding.writeTarget().toString())
        .filter(other -> !other.id().equals(binding.id()))
        .filter(other -> overlap(other.target().containers(), binding.target().containers()))
        .filter(other -> BY_AGE.compare(other, binding) < 0)
        .filter(other -> claim(other).binds(sameNamespace(other, binding)))
        .min(BY_AGE)
        .map(Binding::id);
  }

  /** The status of the cache may be newer than the one that the index holds. */
  private Claim claim(Binding binding) {
    return cache
        .get(new ResourceID(binding.id().name(), binding.id().namespace()))
        .filter(resource -> !resource.isMarkedForDeletion())
        .map(resource -> ClaimPolicy.of(binding, StatusWriter.statusOf(resource)))
        .orElse(Claim.NONE);
  }

  private static boolean sameNamespace(Binding one, Binding other) {
    return one.id().namespace().equals(other.id().namespace());
  }

  /** Whether the cache holds the binding as it was observed, with the same spec. */
  boolean isCurrent(Binding binding, String uid) {
    return cache
        .get(new ResourceID(binding.id().name(), binding.id().namespace()))
        .map(GitOpsBinding::getMetadata)
        .filter(meta -> uid.equals(meta.getUid()))
        .filter(meta -> meta.getDeletionTimestamp() == null)
        .filter(
            meta -> binding.generation() == Optional.ofNullable(meta.getGeneration()).orElse(0L))
        .isPresent();
  }

  private Stream<Binding> bindings(String index, String key) {
    return cache.byIndex(index, key).stream().flatMap(resource -> parse(resource).stream());
  }

  private static boolean overlap(List<String> some, List<String> others) {
    return coversAll(some) || coversAll(others) || some.stream().anyMatch(others::contains);
  }

  private static boolean coversAll(List<String> containers) {
    return containers.isEmpty() || containers.contains("*");
  }

  private Function<GitOpsBinding, List<String>> key(Function<Binding, String> key) {
    return resource ->
        resource.isMarkedForDeletion()
            ? List.of()
            : parse(resource).map(key).map(List::of).orElse(List.of());
  }

  private static ResourceID target(Binding binding) {
    return new ResourceID(binding.target().name(), binding.id().namespace());
  }

  private static String targetKey(Binding binding) {
    return targetKey(binding.target().kind(), target(binding));
  }

  private static String targetKey(String kind, ResourceID target) {
    return kind + " " + target;
  }

  private Optional<Binding> parse(GitOpsBinding resource) {
    return switch (parsed.parse(resource)) {
      case Result.Ok<Binding>(var binding) -> Optional.of(binding);
      case Result.Failed<Binding> failed -> Optional.empty();
    };
  }
}
