package dev.gitopsbinding.net.apiserver;

import dev.gitopsbinding.net.share.FairSemaphore;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many requests to the API server run at once, fairly between namespaces. All requests
 * share one connection, and the HTTP client rejects a request if the server's limit of concurrent
 * streams is reached (RFC 9113, section 5.1.2), which is 100 with some servers. Reading a Secret of
 * a megabyte takes a while, so the last permits are only for namespaces that use none.
 */
public final class ApiPermits {
  private static final int PERMITS = 32;
  private static final int SHARE = 12;
  private static final int FOR_NEWCOMERS = 8;
  private static final Duration LONG = Duration.ofDays(1);

  private final FairSemaphore free = new FairSemaphore(PERMITS, SHARE, FOR_NEWCOMERS);

  /**
   * Waits for a permit, then sends a request.
   *
   * @param namespace who the request is for
   * @return what the request returns, which may be null
   * @throws KubernetesClientException if the thread is interrupted while it waits
   */
  public <T extends @Nullable Object> T call(String namespace, Supplier<T> request) {
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
