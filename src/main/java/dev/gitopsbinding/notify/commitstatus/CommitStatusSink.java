package dev.gitopsbinding.notify.commitstatus;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.binding.report.StatusReport;
import dev.gitopsbinding.forge.login.ForgeLogins;
import dev.gitopsbinding.forge.status.CommitStatuses;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.notify.BindingChange;
import dev.gitopsbinding.notify.EventSink;
import dev.gitopsbinding.notify.FailureNotices;
import dev.gitopsbinding.status.EventProjector.BindingEvent;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes statuses of source commits at their forge. A sync only queues them. Nothing is set up
 * before the first one.
 */
public final class CommitStatusSink implements EventSink, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CommitStatusSink.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
  private static final String FAILED = "CommitStatusFailed";

  private final Parts parts;
  private @Nullable StatusQueue queue;
  private boolean closed;

  /**
   * What the sink needs.
   *
   * @param forges asked for at the first use only
   * @param logins asked for at the first use only
   * @param failures writes an event about a status that was not written
   * @param steady a monotonic clock
   */
  public record Parts(
      Supplier<CommitStatuses> forges,
      Supplier<ForgeLogins> logins,
      CommitStatusListener listener,
      BiConsumer<ObjectReference, BindingEvent> failures,
      Clock steady) {}

  public CommitStatusSink(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void report(BindingChange change) {
    GitOpsBindingSpec spec = change.spec();
    SourceSpec source = spec == null ? null : spec.source();
    if (spec != null && source != null && source.report() != null) {
      queue(change, spec, source);
    }
  }

  /** A spec that cannot be used is reported by its sync. */
  private void queue(BindingChange change, GitOpsBindingSpec spec, SourceSpec source) {
    var written = change.written();
    try {
      StatusReport report =
          StatusReport.parse(new BindingId(written.getNamespace(), written.getName()), source)
              .orElseThrow();
      var seen = change.status().source();
      // A binding that follows another one has no URL; the status says which branch that follows.
      String url = source.url() == null && seen != null ? seen.url() : source.url();
      if (url == null) {
        return;
      }
      RepositoryUrl repository = RepositoryUrl.parse(url);
      for (var status : CommitStatusProjector.project(change, spec, report)) {
        queue().ifPresent(open -> open.add(new QueuedStatus(report, repository, status, written)));
      }
    } catch (IllegalArgumentException e) {
      log.debug("No commit status of {}/{}", written.getNamespace(), written.getName(), e);
    }
  }

  private synchronized Optional<StatusQueue> queue() {
    if (queue == null && !closed) {
      var sender = new StatusSender(parts.forges(), parts.logins().get(), parts.steady());
      queue =
          new StatusQueue(
              new StatusDelivery(
                  sender::attempt,
                  parts.listener(),
                  new FailureNotices(FAILED, parts.failures(), parts.steady())),
              parts.listener());
    }
    return Optional.ofNullable(queue);
  }

  /** Waits up to 1 s for statuses that are under way, and drops the rest. */
  @Override
  public void close() {
    StatusQueue open;
    synchronized (this) {
      closed = true;
      open = queue;
    }
    if (open != null) {
      try {
        open.close(CLOSE_LIMIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
