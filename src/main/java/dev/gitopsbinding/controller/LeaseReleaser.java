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
 * Gives the lease back when the process ends, so that another replica need not wait until it has
 * run out. The SDK does not, and neither does the client's own release: it would call the callback
 * that ends a process which lost its lease.
 */
final class LeaseReleaser {
  private static final Logger log = LoggerFactory.getLogger(LeaseReleaser.class);

  /** An API server that does not answer must not use up the time that the process has to end. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  /** The client would leave a null out of its patch, and the holder would stay. */
  private static final String NOBODY = "";

  /** What is written to a lease that nobody holds; the definition of a lease asks for one. */
  private static final Duration UNHELD = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final BindingOperator.Lease lease;

  LeaseReleaser(KubernetesClient client, BindingOperator.Lease lease) {
    this.client = client;
    this.lease = lease;
  }

  /** Gives the lease back if this process holds it; waits up to 3 s, and throws nothing. */
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
      // Names the version that was read: a process that took the lease meanwhile keeps it.
      lock.update(
          client, new LeaderElectionRecord(NOBODY, UNHELD, now, now, held.getLeaderTransitions()));
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
