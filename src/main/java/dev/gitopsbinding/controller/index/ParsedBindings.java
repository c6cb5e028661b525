package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.BindingParser;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Result;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Reads resources into bindings, once for each spec. */
public final class ParsedBindings {
  private final Map<BindingId, Parsed> known = new ConcurrentHashMap<>();
  private final Duration maxTimeout;

  /**
   * @param maxTimeout a binding that would wait longer waits no longer than this
   */
  public ParsedBindings(Duration maxTimeout) {
    this.maxTimeout = maxTimeout;
  }

  /** What a binding is made of, as far as it can change; the API server counts specs. */
  private record Version(String uid, Long generation, String requestedAt) {}

  private record Parsed(Version version, Result<Binding> binding) {}

  /** As {@link BindingParser#parse}. */
  public Result<Binding> parse(GitOpsBinding resource) {
    ObjectMeta meta = resource.getMetadata();
    BindingId id = new BindingId(meta.getNamespace(), meta.getName());
    Version version =
        new Version(
            meta.getUid(),
            meta.getGeneration(),
            Optional.ofNullable(meta.getAnnotations())
                .map(annotations -> annotations.get(GitOpsBinding.REQUESTED_AT))
                .orElse(""));
    Parsed last = known.get(id);
    if (last != null && last.version().equals(version)) {
      return last.binding();
    }
    Result<Binding> binding =
        BindingParser.parse(resource).then(sound -> Result.ok(sound.withTimeoutAtMost(maxTimeout)));
    known.put(id, new Parsed(version, binding));
    return binding;
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    known.remove(binding);
  }
}
