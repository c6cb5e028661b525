package dev.gitopsbinding.controller.index;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.parser.BindingParser;
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
   * @param maxTimeout a longer timeout of a binding is reduced to this one
   */
  public ParsedBindings(Duration maxTimeout) {
    this.maxTimeout = maxTimeout;
  }

  /** Changes whenever the parsed binding may change; the generation counts versions of the spec. */
  private record Version(String uid, Long generation, String requestedAt) {}

  private record Parsed(Version version, Result<Binding> binding) {}

  /** The result of {@link BindingParser#parse} for this version of the resource. */
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
