package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceBinding;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Source;
import dev.gitopsbinding.controller.kube.StatusWriter;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.BranchIdentity;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.plan.Claim;
import dev.gitopsbinding.plan.ClaimPolicy;
import dev.gitopsbinding.plan.Rival;
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
import org.jspecify.annotations.Nullable;

/**
 * Finds bindings by what their specs name. A binding that is being deleted is in no index. Finds
 * nothing until the indexes are added to a cache.
 */
public final class BindingIndex {
  private static final String BY_TARGET = "target";
  private static final String BY_SOURCE = "source";
  private static final String BY_UPSTREAM = "upstream";
  static final Comparator<Binding> BY_AGE =
      Comparator.comparing(Binding::created)
          .thenComparing(binding -> binding.id().namespace())
          .thenComparing(binding -> binding.id().name());

  private final ParsedBindings parsed;
  private final ImageFieldIndex images = new ImageFieldIndex(this);
  private final PushBranchIndex pushes = new PushBranchIndex(this);
  private volatile @Nullable IndexedResourceCache<GitOpsBinding> cache;

  /**
   * Whether a binding that follows another one was ever seen, so that a look for them is of use.
   */
  private volatile boolean someFollow;

  /** An index that is not added to a cache yet. */
  public BindingIndex(ParsedBindings parsed) {
    this.parsed = parsed;
  }

  /** Adds the indexes to the cache; to be called before the cache is filled. */
  void addTo(IndexerResourceCache<GitOpsBinding> bindings) {
    bindings.addIndexer(BY_TARGET, key(BindingIndex::targetKey));
    bindings.addIndexer(BY_SOURCE, keys(BindingIndex::sourceKeys));
    bindings.addIndexer(BY_UPSTREAM, this::upstreamKeys);
    images.addTo(bindings);
    pushes.addTo(bindings);
    cache = bindings;
  }

  /** All bindings of the cache. */
  public Set<BindingId> all() {
    return ids(resources());
  }

  /** All bindings of the cache, as it holds them. */
  public Stream<GitOpsBinding> resources() {
    IndexedResourceCache<GitOpsBinding> bindings = cache;
    return bindings == null ? Stream.of() : bindings.list();
  }

  private static Set<BindingId> ids(Stream<GitOpsBinding> bindings) {
    return bindings.map(BindingIndex::id).collect(Collectors.toSet());
  }

  static BindingId id(GitOpsBinding resource) {
    var meta = resource.getMetadata();
    return new BindingId(meta.getNamespace(), meta.getName());
  }

  /** The target of a binding, if it has this kind. */
  Set<ResourceID> targetOf(GitOpsBinding resource, String kind) {
    return parse(resource)
        .filter(binding -> binding.target().kind().equals(kind))
        .map(BindingIndex::target)
        .map(Set::of)
        .orElse(Set.of());
  }

  /** The bindings whose target is the workload. */
  Set<ResourceID> byTarget(String kind, ResourceID workload) {
    return indexed(BY_TARGET, targetKey(kind, workload)).stream()
        .map(ResourceID::fromResource)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The bindings whose target is of a kind. Looks at each binding.
   *
   * @param namespace of the bindings; empty for all
   */
  List<BindingId> targeting(String kind, String namespace) {
    return resources()
        .filter(resource -> !resource.isMarkedForDeletion())
        .filter(
            resource ->
                namespace.isEmpty() || namespace.equals(resource.getMetadata().getNamespace()))
        .flatMap(resource -> parse(resource).stream())
        .filter(binding -> binding.target().kind().equals(kind))
        .map(Binding::id)
        .toList();
  }

  /** The bindings that read a source branch. */
  List<Binding> bySource(BranchIdentity branch) {
    return bindings(BY_SOURCE, branch.toString()).toList();
  }

  /** The bindings that follow a binding, whether or not they may and their specs are valid. */
  List<BindingId> followers(BindingId upstream) {
    if (!someFollow) {
      return List.of();
    }
    return indexed(BY_UPSTREAM, upstream.toString()).stream().map(BindingIndex::id).toList();
  }

  /** A binding as the cache holds it, unless it is being deleted. */
  public Optional<GitOpsBinding> find(BindingId id) {
    return resource(id).filter(resource -> !resource.isMarkedForDeletion());
  }

  /**
   * Whether a binding is still as it was observed, and no older binding has a claim to one of its
   * image fields that it has to respect.
   *
   * @param uid of the resource that the binding was read from
   */
  public boolean mayWrite(Binding binding, String uid) {
    return isCurrent(binding, uid) && rivalOf(binding).isEmpty();
  }

  /**
   * The oldest binding that writes one of the same image fields, is older than this one, and has a
   * claim that this one has to respect; else one that stands in the way of its push branch.
   */
  public Optional<Rival> rivalOf(Binding binding) {
    return images.rivalOf(binding).or(() -> pushes.rivalOf(binding));
  }

  /** How far the claim of a binding goes by what the cache holds. */
  Claim claim(Binding binding) {
    return resource(binding.id())
        .filter(resource -> !resource.isMarkedForDeletion())
        .map(resource -> ClaimPolicy.of(binding, StatusWriter.statusOf(resource)))
        .orElse(Claim.NONE);
  }

  static boolean sameNamespace(Binding one, Binding other) {
    return one.id().namespace().equals(other.id().namespace());
  }

  /** Whether the cache holds the binding as it was observed, with the same spec. */
  private boolean isCurrent(Binding binding, String uid) {
    return resource(binding.id())
        .map(GitOpsBinding::getMetadata)
        .filter(meta -> uid.equals(meta.getUid()))
        .filter(meta -> meta.getDeletionTimestamp() == null)
        .filter(
            meta -> binding.generation() == Optional.ofNullable(meta.getGeneration()).orElse(0L))
        .isPresent();
  }

  Stream<Binding> bindings(String index, String key) {
    return indexed(index, key).stream().flatMap(resource -> parse(resource).stream());
  }

  /** The bindings that an index has under a key. */
  List<GitOpsBinding> indexed(String index, String key) {
    IndexedResourceCache<GitOpsBinding> bindings = cache;
    return bindings == null ? List.of() : bindings.byIndex(index, key);
  }

  private Optional<GitOpsBinding> resource(BindingId id) {
    IndexedResourceCache<GitOpsBinding> bindings = cache;
    return bindings == null
        ? Optional.empty()
        : bindings.get(new ResourceID(id.name(), id.namespace()));
  }

  private Function<GitOpsBinding, List<String>> key(Function<Binding, String> key) {
    return keys(binding -> List.of(key.apply(binding)));
  }

  Function<GitOpsBinding, List<String>> keys(Function<Binding, List<String>> keys) {
    return resource ->
        resource.isMarkedForDeletion() ? List.of() : parse(resource).map(keys).orElse(List.of());
  }

  private static List<String> sourceKeys(Binding binding) {
    return switch (binding.source()) {
      case Source.Branch(var location) -> List.of(location.branch().identity().toString());
      case Source.Upstream _ -> List.of();
    };
  }

  /**
   * By what the spec names, whether or not it is valid: a mistake in a follower must not let the
   * other binding forget its rollouts. The keys are made before the cache holds the resource, so
   * that {@link #someFollow} overlooks no follower.
   */
  private List<String> upstreamKeys(GitOpsBinding resource) {
    GitOpsBindingSpec spec = resource.getSpec();
    SourceSpec source = spec == null ? null : spec.source();
    SourceBinding upstream = source == null ? null : source.binding();
    if (upstream == null || upstream.name() == null || resource.isMarkedForDeletion()) {
      return List.of();
    }
    someFollow = true;
    String namespace =
        Optional.ofNullable(upstream.namespace()).orElse(resource.getMetadata().getNamespace());
    return List.of(new BindingId(namespace, upstream.name()).toString());
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

  /** The binding of a resource, if its spec is valid. */
  public Optional<Binding> parse(GitOpsBinding resource) {
    return switch (parsed.parse(resource)) {
      case Result.Ok<Binding>(var binding) -> Optional.of(binding);
      case Result.Failed<Binding> failed -> Optional.empty();
    };
  }
}
