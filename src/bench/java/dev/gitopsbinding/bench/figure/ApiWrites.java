package dev.gitopsbinding.bench.figure;

import dev.gitopsbinding.bench.operator.Scrape;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;

/**
 * Requests by which the operator changes something, from the API server's own metrics. Its rights
 * let it write nothing else, so the benchmark's own writes to other resources do not count.
 */
public record ApiWrites(long statuses, long events, long leases) {
  private static final Set<String> VERBS = Set.of("POST", "PUT", "PATCH", "APPLY", "DELETE");

  static ApiWrites read(KubernetesClient admin) {
    Scrape exposition = Scrape.parse(admin.raw("/metrics"));
    return new ApiWrites(
        count(exposition, "gitopsbindings", "status"),
        count(exposition, "events", ""),
        count(exposition, "leases", ""));
  }

  ApiWrites since(ApiWrites before) {
    return new ApiWrites(
        statuses - before.statuses, events - before.events, leases - before.leases);
  }

  /** All but those that renew the lease. */
  public long besideLease() {
    return statuses + events;
  }

  private static long count(Scrape exposition, String resource, String subresource) {
    return (long)
        exposition
            .named("apiserver_request_total")
            .filter(sample -> VERBS.contains(sample.label("verb")))
            .filter(sample -> sample.has("resource", resource))
            .filter(sample -> sample.has("subresource", subresource))
            .mapToDouble(Scrape.Sample::value)
            .sum();
  }
}
