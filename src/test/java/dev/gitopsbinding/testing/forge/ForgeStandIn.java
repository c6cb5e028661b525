package dev.gitopsbinding.testing.forge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.gitopsbinding.testing.net.LoopbackHttps;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A STAND-IN of GitHub's API, not a real forge: there is no GitHub to run here. It answers the
 * three requests for the checks of a commit in the documented shape (see {@code
 * src/test/resources/forge/github}), over TLS on a free loopback port, with entity tags, and to
 * tokens that it knows only.
 */
public final class ForgeStandIn implements AutoCloseable {
  private static final String API = "/api/v3";

  private final TestCertificates certificates = TestCertificates.create();
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Map<String, String>> runs = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> notModified = new CopyOnWriteArrayList<>();
  private final Predicate<String> accepts;
  private volatile boolean repeats;

  private ForgeStandIn(Predicate<String> accepts) {
    this.accepts = accepts;
    this.server = LoopbackHttps.start(certificates, threads, "/", this::handle);
  }

  /** Starts one without checks that knows one token. */
  public static ForgeStandIn start(String token) {
    return start(token::equals);
  }

  /** Starts one without checks that asks about each token. */
  public static ForgeStandIn start(Predicate<String> accepts) {
    return new ForgeStandIn(accepts);
  }

  /** Where the API is. */
  public String url() {
    return "https://" + host() + API;
  }

  /** Host and port, as in the annotation of a Secret. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The authority's certificate in PEM form, as in {@code ca.crt}. */
  public String authorityPem() {
    return certificates.authorityPem();
  }

  /** From now on a check of the commit is at this status or has this conclusion. */
  public void check(String commit, String name, String result) {
    runs.computeIfAbsent(commit, _ -> new ConcurrentHashMap<>()).put(name, result);
  }

  /** From now on answers with a list that holds what it was sent. */
  public void repeat() {
    repeats = true;
  }

  /** The paths of all requests so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** The requests for the check runs of a commit. */
  public long requestsFor(String commit) {
    return requests.stream().filter(path -> path.contains(commit + "/check-runs")).count();
  }

  /** The paths of the requests that were answered by 304. */
  public List<String> notModified() {
    return List.copyOf(notModified);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      requests.add(path);
      if (repeats) {
        send(exchange, 200, "[{\"" + sent + "\": \"" + sent + "\"}] " + sent);
      } else if (!sent.startsWith("Bearer ") || !accepts.test(sent.substring("Bearer ".length()))) {
        send(exchange, 401, "{\"message\": \"Bad credentials\"}");
      } else {
        answer(exchange, path);
      }
    }
  }

  private void answer(HttpExchange exchange, String path) throws IOException {
    String commit = path.replaceFirst(".*/commits/([0-9a-f]{40})/.*", "$1");
    Map<String, String> checks = new TreeMap<>(runs.getOrDefault(commit, Map.of()));
    String body;
    if (path.endsWith("/check-runs")) {
      body =
          "{\"total_count\": %d, \"check_runs\": [%s]}"
              .formatted(
                  checks.size(),
                  checks.entrySet().stream()
                      .map(check -> run(check.getKey(), check.getValue()))
                      .collect(Collectors.joining(",")));
    } else if (path.endsWith("/actions/runs")) {
      body = "{\"total_count\": 0, \"workflow_runs\": []}";
    } else if (path.endsWith("/status")) {
      body = "{\"state\": \"pending\", \"total_count\": 0, \"statuses\": []}";
    } else {
      send(exchange, 404, "{\"message\": \"Not Found\"}");
      return;
    }
    String tag = "\"" + Integer.toHexString(body.hashCode()) + "\"";
    exchange.getResponseHeaders().set("ETag", tag);
    if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      notModified.add(path);
      exchange.sendResponseHeaders(304, -1);
    } else {
      send(exchange, 200, body);
    }
  }

  private String run(String name, String result) {
    boolean ended = !List.of("queued", "in_progress").contains(result);
    return "{\"name\": \"%s\", \"status\": \"%s\", \"conclusion\": %s, \"html_url\": \"https://%s/runs/%s\", \"output\": {\"title\": null}}"
        .formatted(
            name,
            ended ? "completed" : result,
            ended ? "\"" + result + "\"" : "null",
            host(),
            name);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
