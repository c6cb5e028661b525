package dev.gitopsbinding.controller;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.kube.SecretStore;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.Outcome;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects changes of the Secrets of failing bindings, so that such a binding is synced soon after
 * the change and not only at its next retry. A watch, even one of metadata, would need the right to
 * list Secrets, which the operator does not have. So each Secret is read every 20 s, one after
 * another, while a binding fails for a reason that its Secret may cause. No git host is asked.
 * Nothing runs while no binding fails for such a reason.
 */
public final class SecretProber {
  private static final Logger log = LoggerFactory.getLogger(SecretProber.class);

  static final Duration ROUND_INTERVAL = Duration.ofSeconds(20);

  /** How many Secrets of a namespace one round reads; the other bindings wait for their retry. */
  static final int MAX_PER_NAMESPACE = 100;

  /** A round ends after so many failures: the API server itself seems to fail. */
  private static final int MAX_FAILURES = 3;

  private static final Set<Reason> CURABLE =
      EnumSet.of(
          Reason.SECRET_NOT_FOUND,
          Reason.SECRET_FORBIDDEN,
          Reason.SECRET_NOT_CONSENTED,
          Reason.SECRET_KEY_MISSING,
          Reason.SECRET_INVALID,
          Reason.AUTHENTICATION_FAILED,
          Reason.HOST_KEY_UNKNOWN,
          Reason.HOST_KEY_CHANGED,
          Reason.CERTIFICATE_INVALID,
          Reason.REPOSITORY_NOT_FOUND,
          Reason.PUSH_DECLINED,
          Reason.REGISTRY_UNAVAILABLE,
          Reason.FORGE_UNAVAILABLE);

  private final SecretStore secrets;
  private final BiConsumer<Duration, Runnable> later;
  private final Consumer<BindingId> wake;
  private final Map<BindingId, Probed> probed = new ConcurrentHashMap<>();
  private boolean scheduled;

  /**
   * @param later runs a task after a delay, on a thread that may block
   * @param wake has a binding synced now
   */
  public SecretProber(
      SecretStore secrets, BiConsumer<Duration, Runnable> later, Consumer<BindingId> wake) {
    this.secrets = secrets;
    this.later = later;
    this.wake = wake;
  }

  private record Name(String namespace, String name) {}

  /**
   * The Secrets of a failing binding.
   *
   * @param versions by name, as far as they are known
   */
  private record Probed(Set<String> names, Map<String, String> versions) {}

  /** Starts or stops probing the Secrets of a binding, depending on the outcome of its sync. */
  void syncEnded(Binding binding, Outcome outcome) {
    Set<String> names = names(binding);
    boolean curable =
        outcome instanceof Outcome.Stopped(Reason reason, String _) && CURABLE.contains(reason);
    if (!curable || names.isEmpty()) {
      probed.remove(binding.id());
      return;
    }
    Map<String, String> versions = new HashMap<>();
    for (String name : names) {
      secrets
          .versionRead(binding.id().namespace(), name)
          .ifPresent(version -> versions.put(name, version));
    }
    probed.put(binding.id(), new Probed(names, versions));
    schedule();
  }

  /** Forgets a binding that is gone. */
  public void forget(BindingId binding) {
    probed.remove(binding);
  }

  private synchronized void schedule() {
    if (!scheduled && !probed.isEmpty()) {
      scheduled = true;
      later.accept(ROUND_INTERVAL, this::round);
    }
  }

  private void round() {
    try {
      look();
    } finally {
      synchronized (this) {
        scheduled = false;
      }
      schedule();
    }
  }

  private void look() {
    Map<BindingId, Probed> before = Map.copyOf(probed);
    Map<Name, String> now = new HashMap<>();
    Map<String, Integer> read = new HashMap<>();
    int failures = 0;
    for (Name name : wanted(before)) {
      if (failures < MAX_FAILURES
          && read.merge(name.namespace(), 1, Integer::sum) <= MAX_PER_NAMESPACE) {
        try {
          now.put(name, secrets.version(name.namespace(), name.name()));
        } catch (KubernetesClientException e) {
          failures++;
          log.debug("A Secret of a failing binding could not be read: {}", e.getMessage());
        }
      }
    }
    before.forEach((binding, seen) -> compare(binding, seen, now));
  }

  private static Collection<Name> wanted(Map<BindingId, Probed> before) {
    return before.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().names().stream()
                    .map(name -> new Name(entry.getKey().namespace(), name)))
        .collect(Collectors.toSet());
  }

  private void compare(BindingId binding, Probed seen, Map<Name, String> now) {
    Map<String, String> versions = new HashMap<>(seen.versions());
    for (String name : seen.names()) {
      String version = now.get(new Name(binding.namespace(), name));
      if (version != null) {
        versions.put(name, version);
      }
    }
    boolean changed =
        seen.versions().entrySet().stream()
            .anyMatch(entry -> !entry.getValue().equals(versions.get(entry.getKey())));
    if (!changed) {
      probed.replace(binding, seen, new Probed(seen.names(), versions));
    } else if (probed.remove(binding, seen)) {
      seen.names().forEach(name -> secrets.forget(binding.namespace(), name));
      wake.accept(binding);
    }
  }

  private static Set<String> names(Binding binding) {
    return Stream.of(
            binding.sourceLocation().map(Binding.Location::secret).orElse(null),
            binding.manifest().secret(),
            binding.signing(),
            binding.checks() == null ? null : binding.checks().secret(),
            binding.pullRequestSecret().orElse(null),
            binding.image().check().secret(),
            binding.image().check().authorities())
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }
}
