package dev.gitopsbinding.app;

import dev.gitopsbinding.edit.yaml.YamlLimits;
import dev.gitopsbinding.forge.lookup.Forges;
import dev.gitopsbinding.forge.pullrequest.PullRequests;
import dev.gitopsbinding.forge.status.CommitStatuses;
import dev.gitopsbinding.git.credential.AppTokens;
import dev.gitopsbinding.git.lane.Lanes;
import dev.gitopsbinding.git.source.SourceTips;
import dev.gitopsbinding.git.source.history.SourceHistories;
import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.notify.NotificationListener;
import dev.gitopsbinding.notify.commitstatus.CommitStatusListener;
import dev.gitopsbinding.notify.webhook.WebhookSettings;
import dev.gitopsbinding.registry.lookup.Registries;
import dev.gitopsbinding.status.history.DeploymentListener;
import dev.gitopsbinding.telemetry.BindingMeters;
import dev.gitopsbinding.trace.Tracer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a controller needs.
 *
 * @param forges asked for at the first use only
 * @param tokens asked only for Secrets that hold an app
 * @param pullRequests likewise
 * @param commitStatuses likewise
 * @param deployments receives what happened to pushed tags
 * @param webhooks for the receivers of {@code spec.notifications}
 * @param messages receives the results of messages to them
 * @param reports receives the results of statuses of source commits
 * @param clock for the times in statuses and events
 * @param steady a monotonic clock, for the age of reads
 * @param allowedHosts the hosts that bindings may name
 * @param schemes the schemes that URLs of bindings may have
 * @param yamlLimits what manifest files may demand of the parser
 * @param memory the budget for parsing
 * @param secretTtl how long a Secret is kept in memory
 * @param maxTimeout how long one sync may wait at most
 * @param instance identifies this replica in events, at most 128 characters
 * @param tracer begins a trace for each sync
 * @param hooks whether webhooks may ask for syncs
 * @param labelSelector of the bindings that this process serves; null for all
 */
public record ControllerParts(
    KubernetesClient client,
    SourceTips sourceTips,
    SourceHistories sourceHistories,
    Lanes lanes,
    Registries registries,
    Supplier<Forges> forges,
    AppTokens tokens,
    Supplier<PullRequests> pullRequests,
    Supplier<CommitStatuses> commitStatuses,
    BindingMeters meters,
    DeploymentListener deployments,
    WebhookSettings webhooks,
    NotificationListener messages,
    CommitStatusListener reports,
    Clock clock,
    Clock steady,
    AllowedHosts allowedHosts,
    SchemePolicy schemes,
    YamlLimits yamlLimits,
    MemoryBudget memory,
    Duration secretTtl,
    Duration maxTimeout,
    String instance,
    Tracer tracer,
    boolean hooks,
    @Nullable String labelSelector) {}
