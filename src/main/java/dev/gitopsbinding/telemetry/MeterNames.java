package dev.gitopsbinding.telemetry;

import java.time.Duration;

/** Names of meters, as Micrometer writes them; Prometheus shows underscores and base units. */
final class MeterNames {
  static final String SYNC_DURATION = "gitopsbinding.sync.duration";
  static final String GIT_OPERATION_DURATION = "gitopsbinding.git.operation.duration";
  static final String PUSHES = "gitopsbinding.pushes";
  static final String COMMITS = "gitopsbinding.commits";
  static final String PUSH_RETRIES = "gitopsbinding.push.retries";
  static final String REGISTRY_REQUEST_DURATION = "gitopsbinding.registry.request.duration";
  static final String FORGE_REQUEST_DURATION = "gitopsbinding.forge.request.duration";
  static final String IMAGE_WAIT_DURATION = "gitopsbinding.image.wait.duration";
  static final String HOOK_REQUESTS = "gitopsbinding.hook.requests";
  static final String NOTIFICATIONS = "gitopsbinding.notifications";
  static final String COMMIT_STATUSES = "gitopsbinding.commit.statuses";
  static final String ROLLBACKS = "gitopsbinding.rollbacks";
  static final String LEAD_TIME = "gitopsbinding.lead.time";
  static final String DEPLOYMENTS = "gitopsbinding.deployments";
  static final String CHANGE_FAILURES = "gitopsbinding.change.failures";
  static final String RESTORE = "gitopsbinding.restore";
  static final String PUSHES_PENDING = "gitopsbinding.pushes.pending";
  static final String PUSH_DURATION = "gitopsbinding.push.duration";
  static final String LEADER = "gitopsbinding.leader";
  static final String REASON = "gitopsbinding.reason";
  static final String ROLLED_OUT = "gitopsbinding.rolled.out";
  static final String READY = "gitopsbinding.ready";
  static final String SUSPENDED = "gitopsbinding.suspended";
  static final String AWAITING = "gitopsbinding.awaiting";
  static final String LAST_SUCCESS = "gitopsbinding.last.success.timestamp";
  static final String BUILD_INFO = "gitopsbinding.build.info";
  static final String BINDINGS = "gitopsbinding.bindings";
  static final String BINDINGS_UNLABELLED = "gitopsbinding.bindings.unlabelled";

  static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60)
  };

  static final Duration[] WAIT_BUCKETS = {
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(2),
    Duration.ofMinutes(5),
    Duration.ofMinutes(10),
    Duration.ofMinutes(30),
    Duration.ofHours(1)
  };

  static final Duration[] LEAD_TIME_BUCKETS = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(2),
    Duration.ofMinutes(5),
    Duration.ofMinutes(10),
    Duration.ofMinutes(30),
    Duration.ofHours(1),
    Duration.ofHours(3),
    Duration.ofHours(12),
    Duration.ofDays(1),
    Duration.ofDays(3),
    Duration.ofDays(7),
    Duration.ofDays(30)
  };

  private MeterNames() {}
}
