package dev.gitopsbinding.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A probe that shows one line for each check.
 *
 * @param checks by name; shown in the order of the map
 */
public record ProbeRoute(String path, Map<String, HealthCheck> checks) implements Route {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeRoute.class);

  /** Copies the map. */
  public ProbeRoute {
    checks = new LinkedHashMap<>(checks);
  }

  @Override
  public Response answer(RequestHead request) {
    StringBuilder body = new StringBuilder();
    boolean passed = true;
    for (Map.Entry<String, HealthCheck> check : checks.entrySet()) {
      Optional<String> problem = problem(check.getKey(), check.getValue());
      passed &= problem.isEmpty();
      body.append(check.getKey()).append(": ").append(problem.orElse("ok")).append('\n');
    }
    body.append(passed ? "passed" : "failed").append('\n');
    return Response.text(passed ? 200 : 503, body.toString());
  }

  private static Optional<String> problem(String name, HealthCheck check) {
    try {
      return check.problem();
    } catch (RuntimeException e) {
      LOG.error("The health check {} threw an exception and counts as failed", name, e);
      return Optional.of("could not be checked; see the operator's log");
    }
  }
}
