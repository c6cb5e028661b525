package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A cache of bindings as an informer keeps it: keys are made when an object comes in. */
final class IndexedBindings implements IndexerResourceCache<GitOpsBinding> {
  private final Map<String, Function<GitOpsBinding, List<String>>> indexers = new HashMap<>();
  private final Map<ResourceID, GitOpsBinding> bindings = new LinkedHashMap<>();
  private final Map<ResourceID, Set<String>> keys = new HashMap<>();
  private final List<String> lookups = new ArrayList<>();

  void put(GitOpsBinding binding) {
    ResourceID id = ResourceID.fromResource(binding);
    bindings.put(id, binding);
    Set<String> found = new TreeSet<>();
    indexers.forEach(
        (name, indexer) -> indexer.apply(binding).forEach(key -> found.add(name + "=" + key)));
    keys.put(id, found);
  }

  void remove(String namespace, String name) {
    ResourceID id = new ResourceID(name, namespace);
    bindings.remove(id);
    keys.remove(id);
  }

  @Override
  public void addIndexers(Map<String, Function<GitOpsBinding, List<String>>> more) {
    indexers.putAll(more);
  }

  /** How often something was looked for in the index. */
  long lookups(String index) {
    return lookups.stream().filter(index::equals).count();
  }

  @Override
  public List<GitOpsBinding> byIndex(String index, String key) {
    lookups.add(index);
    return bindings.entrySet().stream()
        .filter(entry -> keys.get(entry.getKey()).contains(index + "=" + key))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Override
  public Optional<GitOpsBinding> get(ResourceID id) {
    return Optional.ofNullable(bindings.get(id));
  }

  @Override
  public Stream<ResourceID> keys() {
    return bindings.keySet().stream();
  }

  @Override
  public Stream<GitOpsBinding> list(Predicate<GitOpsBinding> wanted) {
    return bindings.values().stream().filter(wanted);
  }

  @Override
  public Stream<GitOpsBinding> list(String namespace, Predicate<GitOpsBinding> wanted) {
    return list(
        binding -> binding.getMetadata().getNamespace().equals(namespace) && wanted.test(binding));
  }
}
