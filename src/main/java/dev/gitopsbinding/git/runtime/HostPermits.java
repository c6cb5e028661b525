package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.GitListener;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.share.FairSemaphore.Permit;
import dev.gitopsbinding.net.share.HostConcurrencyLimiter;
import dev.gitopsbinding.net.share.PendingRequest;
import dev.gitopsbinding.net.share.TimeLimit;
import java.util.Optional;

/** How many operations run at once at each git host. */
final class HostPermits {
  private final HostConcurrencyLimiter limiter;
  private final int each;

  /**
   * @param each for each tenant at each host, at least 1
   */
  HostPermits(int each) {
    this.limiter = new HostConcurrencyLimiter(each);
    this.each = each;
  }

  /**
   * Waits for a permit.
   *
   * @param request charged to the remote's tenant alone, if its answer is shared: each tenant has a
   *     request of its own
   * @return empty if there was none in time, or the request was answered
   */
  Optional<Permit> take(
      Remote remote, GitListener.Operation operation, TimeLimit deadline, PendingRequest request)
      throws InterruptedException {
    String host = remote.branch().url().hostAndPort();
    HostConcurrencyLimiter.Kind kind = OperationLimits.kind(operation);
    return request.equals(PendingRequest.UNSHARED)
        ? remote
            .payers()
            .take(deadline, (tenant, patience) -> limiter.acquire(host, tenant, kind, patience))
        : limiter.acquire(host, remote.tenant(), kind, deadline.remaining(), request);
  }

  /** There was no permit in time. */
  Failure crowded(RepositoryUrl url) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        "%s: all %d operations that a namespace may run at once at %s were busy for too long. Check the host's health, or raise spec.timeout"
            .formatted(url, each, url.hostAndPort()));
  }
}
