package dev.gitopsbinding.reconcile;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.git.SecretData;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Reads Secrets when they are needed and holds them in memory for a while. They are not watched, so
 * that the operator needs no right to list them.
 */
final class SecretStore {
  private final KubernetesClient client;
  private final Clock clock;
  private final Duration timeToLive;
  private final Map<Key, Held> held = new ConcurrentHashMap<>();

  SecretStore(KubernetesClient client, Clock clock, Duration timeToLive) {
    this.client = client;
    this.clock = clock;
    this.timeToLive = timeToLive;
  }

  private record Key(String namespace, String name) {}

  private record Held(SecretData secret, Instant readAt) {}

  /** The Secret, from memory or from the API server. */
  Result<SecretData> read(String namespace, String name) {
    Instant oldest = clock.instant().minus(timeToLive);
    held.values().removeIf(entry -> entry.readAt().isBefore(oldest));
    Held known = held.get(new Key(namespace, name));
    return known != null ? Result.ok(known.secret()) : fetch(namespace, name);
  }

  /** Forgets a Secret that did not work, so that the next read sees its replacement. */
  void forget(String namespace, String name) {
    held.remove(new Key(namespace, name));
  }

  private Result<SecretData> fetch(String namespace, String name) {
    Optional<Secret> secret;
    try {
      secret = Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      return failed(
          Reason.SECRET_FORBIDDEN,
          "The operator may not read Secret %s of namespace %s. %s"
              .formatted(name, namespace, Reason.SECRET_FORBIDDEN.cure()));
    }
    return secret
        .map(SecretStore::data)
        .map(
            data -> {
              held.put(new Key(namespace, name), new Held(data, clock.instant()));
              return Result.ok(data);
            })
        .orElseGet(
            () ->
                failed(
                    Reason.SECRET_NOT_FOUND,
                    "There is no Secret %s in namespace %s. %s"
                        .formatted(name, namespace, Reason.SECRET_NOT_FOUND.cure())));
  }

  private static SecretData data(Secret secret) {
    var meta = secret.getMetadata();
    Map<String, byte[]> data =
        Optional.ofNullable(secret.getData()).orElse(Map.of()).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> Base64.getDecoder().decode(entry.getValue())));
    return new SecretData(
        meta.getNamespace(),
        meta.getName(),
        Optional.ofNullable(secret.getType()).orElse("Opaque"),
        Optional.ofNullable(meta.getAnnotations()).orElse(Map.of()),
        data);
  }

  private static Result<SecretData> failed(Reason reason, String message) {
    return Result.failed(new Failure.Secret(reason, message));
  }
}
