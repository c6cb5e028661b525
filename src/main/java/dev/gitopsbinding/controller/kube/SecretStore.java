package dev.gitopsbinding.controller.kube;

import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.credential.Credentials;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.git.credential.SecretSource;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.apiserver.ApiPermits;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads Secrets when they are needed, and holds them in memory for a while together with the
 * credentials made from them. Secrets are not watched, so that the operator needs no right to list
 * them. Concurrent callers share one read of a Secret.
 */
public final class SecretStore implements SecretSource {
  private static final Duration JUST_NOW = Duration.ofSeconds(1);

  private static final int PART_OF_HEAP = 32;
  private static final String ABSENT = "absent";
  private static final String FORBIDDEN = "forbidden";

  private final KubernetesClient client;
  private final ApiPermits permits;
  private final Clock clock;
  private final Duration timeToLive;
  private final Map<Key, Held> held = new ConcurrentHashMap<>();

  /** The result of {@link #version} as of the last read. */
  private final Map<Key, String> versions = new ConcurrentHashMap<>();

  private final AtomicReference<Instant> nextPurge = new AtomicReference<>(Instant.MIN);
  private final long capacity;
  private final AtomicLong readSinceTrim = new AtomicLong();

  /** A store that uses a small part of the heap. */
  public SecretStore(
      KubernetesClient client, ApiPermits permits, Clock clock, Duration timeToLive) {
    this(client, permits, clock, timeToLive, Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
  }

  /**
   * @param capacity how many bytes of Secrets are held; may be exceeded by a quarter for a moment
   */
  SecretStore(
      KubernetesClient client,
      ApiPermits permits,
      Clock clock,
      Duration timeToLive,
      long capacity) {
    this.capacity = capacity;
    this.client = client;
    this.permits = permits;
    this.clock = clock;
    this.timeToLive = timeToLive;
  }

  private record Key(String namespace, String name) {}

  private record Held(
      FutureTask<Result<SecretData>> read,
      Map<RepositoryUrl, Result<Credential>> credentials,
      Map<Result<Credential>, Result<Credential>> equal,
      Instant at) {
    long bytes() {
      return read.state() == Future.State.SUCCESS
              && read.resultNow() instanceof Result.Ok<SecretData>(SecretData secret)
          ? UsedSecretData.size(secret)
          : 0;
    }
  }

  /** The credential for {@code url}, made from a Secret in memory or read from the API server. */
  @Override
  public Result<Credential> credential(String namespace, String name, RepositoryUrl url)
      throws InterruptedException {
    Held entry = held(namespace, name);
    // Made once: to decrypt a private key with a passphrase takes long.
    return read(namespace, name, entry)
        .then(
            secret ->
                entry.credentials().computeIfAbsent(url, _ -> credential(entry, url, secret)));
  }

  /** Most URLs have equal credentials, which are held only once. */
  private static Result<Credential> credential(Held entry, RepositoryUrl url, SecretData secret) {
    return entry.equal().computeIfAbsent(Credentials.of(url, secret), one -> one);
  }

  /** A Secret, from memory or from the API server. */
  @Override
  public Result<SecretData> secret(String namespace, String name) throws InterruptedException {
    return read(namespace, name, held(namespace, name));
  }

  private Held held(String namespace, String name) {
    Instant now = clock.instant();
    Instant oldest = now.minus(timeToLive);
    purge(now, oldest);
    Key key = new Key(namespace, name);
    return held.compute(
        key,
        (_, known) ->
            known != null && !known.at().isBefore(oldest)
                ? known
                : new Held(
                    new FutureTask<>(() -> fetch(key)),
                    new ConcurrentHashMap<>(),
                    new ConcurrentHashMap<>(),
                    now));
  }

  private Result<SecretData> read(String namespace, String name, Held entry)
      throws InterruptedException {
    Key key = new Key(namespace, name);
    Result<SecretData> read = await(key, entry);
    if (read instanceof Result.Failed<SecretData>) {
      held.remove(key, entry);
    }
    if (readSinceTrim.get() > capacity / 4) {
      trim();
    }
    return read;
  }

  /**
   * Forgets a Secret that did not work, so that the next read finds its replacement; but not one
   * that was read just now, for another binding with the same failure.
   */
  @Override
  public void forget(String namespace, String name) {
    Instant justNow = clock.instant().minus(JUST_NOW);
    held.computeIfPresent(
        new Key(namespace, name), (_, entry) -> entry.at().isAfter(justNow) ? entry : null);
  }

  /** The version of a Secret as of the last read; empty if it was not read for a while. */
  public Optional<String> versionRead(String namespace, String name) {
    return Optional.ofNullable(versions.get(new Key(namespace, name)));
  }

  /** Reads the version that a Secret has now, or that there is none; does not hold the Secret. */
  public String version(String namespace, String name) {
    try {
      return permits.call(
          namespace, () -> version(client.secrets().inNamespace(namespace).withName(name).get()));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      return FORBIDDEN;
    }
  }

  private static String version(@Nullable Secret secret) {
    return secret == null
        ? ABSENT
        : secret.getMetadata().getUid() + "/" + secret.getMetadata().getResourceVersion();
  }

  /** Forgets a Secret that was read before {@code notBefore}. */
  @Override
  public void forget(String namespace, String name, Instant notBefore) {
    held.computeIfPresent(
        new Key(namespace, name), (_, entry) -> entry.at().isBefore(notBefore) ? null : entry);
  }

  /** Drops the Secrets of the namespaces that hold most until the rest fits the capacity. */
  private synchronized void trim() {
    readSinceTrim.set(0);
    Map<String, Long> holdings = new HashMap<>();
    held.forEach((key, entry) -> holdings.merge(key.namespace(), entry.bytes(), Long::sum));
    long total = holdings.values().stream().mapToLong(Long::longValue).sum();
    while (total > capacity) {
      var most = Collections.max(holdings.entrySet(), Map.Entry.comparingByValue());
      held.keySet().removeIf(key -> key.namespace().equals(most.getKey()));
      holdings.remove(most.getKey());
      total -= most.getValue();
    }
  }

  private void purge(Instant now, Instant oldest) {
    Instant due = nextPurge.get();
    if (!now.isBefore(due) && nextPurge.compareAndSet(due, now.plus(timeToLive))) {
      held.values().removeIf(entry -> entry.at().isBefore(oldest));
      versions.keySet().retainAll(held.keySet());
    }
  }

  private Result<SecretData> await(Key key, Held entry) throws InterruptedException {
    entry.read().run();
    try {
      return entry.read().get();
    } catch (ExecutionException e) {
      held.remove(key, entry);
      if (e.getCause() instanceof KubernetesClientException fault) {
        throw fault;
      }
      throw new IllegalStateException("Reading a Secret failed", e.getCause());
    }
  }

  private Result<SecretData> fetch(Key key) {
    Optional<Secret> secret;
    try {
      secret =
          permits.call(
              key.namespace(),
              () ->
                  Optional.ofNullable(
                      client.secrets().inNamespace(key.namespace()).withName(key.name()).get()));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      versions.put(key, FORBIDDEN);
      return failed(
          Reason.SECRET_FORBIDDEN,
          "the operator may not read Secret %s/%s. %s"
              .formatted(key.namespace(), key.name(), Reason.SECRET_FORBIDDEN.remedy()));
    }
    versions.put(key, version(secret.orElse(null)));
    return secret
        .map(this::used)
        .orElseGet(
            () ->
                failed(
                    Reason.SECRET_NOT_FOUND,
                    "there is no Secret %s/%s. %s"
                        .formatted(key.namespace(), key.name(), Reason.SECRET_NOT_FOUND.remedy())));
  }

  private Result<SecretData> used(Secret found) {
    Result<SecretData> used = UsedSecretData.of(found);
    if (used instanceof Result.Ok<SecretData>(SecretData secret)) {
      readSinceTrim.addAndGet(UsedSecretData.size(secret));
    }
    return used;
  }

  private static Result<SecretData> failed(Reason reason, String message) {
    return Result.failed(new Failure.Secret(reason, message));
  }
}
