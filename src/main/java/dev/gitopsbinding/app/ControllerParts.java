package dev.gitopsbinding.app;

import dev.gitopsbinding.config.OperatorConfig;
import dev.gitopsbinding.controller.SyncListener;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.notify.NotificationListener;
import dev.gitopsbinding.notify.commitstatus.CommitStatusListener;
import dev.gitopsbinding.status.history.DeploymentListener;
import dev.gitopsbinding.trace.Tracer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/**
 * What a controller needs.
 *
 * @param hosts reach all hosts but those of receivers of messages
 * @param deployments receives what happened to pushed tags
 * @param messages receives the results of messages to receivers of {@code spec.notifications}
 * @param reports receives the results of statuses of source commits
 * @param clock for the times in statuses and events
 * @param steady a monotonic clock, for the age of reads
 * @param memory the budget for parsing
 * @param instance identifies this replica in events, at most 128 characters
 * @param tracer begins a trace for each sync
 */
public record ControllerParts(
    KubernetesClient client,
    OperatorConfig config,
    HostParts hosts,
    SyncListener syncs,
    DeploymentListener deployments,
    NotificationListener messages,
    CommitStatusListener reports,
    Clock clock,
    Clock steady,
    MemoryBudget memory,
    String instance,
    Tracer tracer) {}
