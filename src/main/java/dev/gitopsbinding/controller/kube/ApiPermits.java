package dev.gitopsbinding.controller.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds how many requests wait for the API server at once. All of them share one connection, and
 * the HTTP client refuses a request where the server's limit of streams is reached (RFC 9113,
 * section 5.1.2), which is 100 with some servers.
 */
public final class ApiPermits {
  private static final int PERMITS = 32;

  private final Semaphore free = new Semaphore(PERMITS, true);

  /**
   * Sends a request when its turn has come.
   *
   * @throws KubernetesClientException if the thread is interrupted while it waits
   */
  <T> T call(Supplier<T> request) {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubernetesClientException("given up, because the operator stops", e);
    }
    try {
      return request.get();
    } finally {
      free.release();
    }
  }
}
