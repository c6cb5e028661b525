package dev.gitopsbinding.net.apiserver;

import dev.gitopsbinding.net.share.FairSemaphore;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Bounds how many requests wait for the API server at once, fairly between namespaces. All of them
 * share one connection, and the HTTP client refuses a request where the server's limit of streams
 * is reached (RFC 9113, section 5.1.2), which is 100 with some servers. A Secret of a megabyte
 * takes a while to read, so the last permits are only for namespaces that have none.
 */
public final class ApiPermits {
  private static final int PERMITS = 32;
  private static final int SHARE = 12;
  private static final int FOR_NEWCOMERS = 8;
  private static final Duration LONG = Duration.ofDays(1);

  private final FairSemaphore free = new FairSemaphore(PERMITS, SHARE, FOR_NEWCOMERS);

  /**
   * Sends a request when its turn has come.
   *
   * @param namespace on whose behalf
   * @throws KubernetesClientException if the thread is interrupted while it waits
   */
  public <T> T call(String namespace, Supplier<T> request) {
    try (var _ = free.acquire(namespace, 1, LONG).orElseThrow(ApiPermits::late)) {
      return request.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubernetesClientException("cancelled, because the operator is shutting down", e);
    }
  }

  private static KubernetesClientException late() {
    return new KubernetesClientException("the API server answered nothing for a day");
  }
}
