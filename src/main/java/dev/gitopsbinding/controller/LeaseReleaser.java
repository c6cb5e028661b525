package dev.gitopsbinding.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases the lease when the process ends, so that another replica need not wait until the lease
 * expires. The SDK does not release it. The release of the Kubernetes client is not used, as it
 * would call the callback for a lost lease, which ends the process.
 */
final class LeaseReleaser {
  private static final Logger log = LoggerFactory.getLogger(LeaseReleaser.class);

  /** The process has little time to end, and must not wait longer for the API server. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  /** The holder of a released lease. The client would leave a null out of its patch. */
  private static final String NO_HOLDER = "";

  /** The duration of a released lease; the schema of a lease requires one. */
  private static final Duration RELEASED_DURATION = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final BindingOperator.Lease lease;

  LeaseReleaser(KubernetesClient client, BindingOperator.Lease lease) {
    this.client = client;
    this.lease = lease;
  }

  /** Releases the lease if this process holds it; waits up to 3 s, and never throws. */
  void release() {
    Thread releasing = Thread.ofVirtual().name("release the lease").start(this::releaseIfHeld);
    try {
      if (!releasing.join(LIMIT)) {
        log.warn(
            "The lease {}/{} could not be released within {} s; it expires by itself",
            lease.namespace(),
            lease.name(),
            LIMIT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void releaseIfHeld() {
    var lock = new LeaseLock(lease.namespace(), lease.name(), lease.identity());
    try {
      LeaderElectionRecord held = lock.get(client);
      if (held == null || !lease.identity().equals(held.getHolderIdentity())) {
        return;
      }
      ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
      // The update names the version that was read, so that it cannot undo a new holder.
      lock.update(
          client,
          new LeaderElectionRecord(
              NO_HOLDER, RELEASED_DURATION, now, now, held.getLeaderTransitions()));
      log.info("Released the lease {}/{}", lease.namespace(), lease.name());
    } catch (KubernetesClientException e) {
      log.warn(
          "The lease {}/{} could not be released; it expires by itself",
          lease.namespace(),
          lease.name(),
          e);
    }
  }
}
