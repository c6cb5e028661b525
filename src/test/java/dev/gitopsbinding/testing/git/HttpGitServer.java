package dev.gitopsbinding.testing.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * Serves bare repositories over HTTP or HTTPS on a free loopback port, by {@code git http-backend}.
 *
 * <pre>{@code
 * try (HttpGitServer server = HttpGitServer.https(certificates.serverContext())) {
 *   server.createRepository("web.git").commit("main", "README.md", "hello");
 *   server.requireBasic("ada", "secret");
 *   connect(server.url("web.git"), ...);
 * }
 * }</pre>
 */
public final class HttpGitServer implements AutoCloseable {
  /** Answers a request in place of git. */
  @FunctionalInterface
  public interface Fault {
    /** Writes the whole answer, or none; the exchange is closed afterwards. */
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  /** A request as it came in. */
  public record Request(
      String method,
      String uri,
      Optional<String> authorization,
      Map<String, List<String>> headers) {}

  private final TemporaryFolder folder = TemporaryFolder.create("http");
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String scheme;
  private volatile Optional<Predicate<String>> authorization = Optional.empty();
  private volatile Optional<Fault> fault = Optional.empty();

  private HttpGitServer(String scheme, HttpServer server) {
    this.scheme = scheme;
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Starts a server that speaks clear text. */
  public static HttpGitServer http() {
    try {
      return new HttpGitServer("http", HttpServer.create(anyPort(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server that speaks TLS. */
  public static HttpGitServer https(SSLContext context) {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new HttpGitServer("https", server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes an empty bare repository and serves it. */
  public GitRepository createRepository(String name) {
    return GitRepository.bare(repositories().resolve(name));
  }

  /** The folder whose repositories are served. */
  public Path repositories() {
    return folder.path();
  }

  /** The URL of a repository of this server. */
  public String url(String name) {
    return scheme + "://127.0.0.1:" + port() + "/" + name;
  }

  /** The port it listens at. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The number of connections over which requests came in. */
  public int connections() {
    return clients.size();
  }

  /** From now on asks for HTTP basic authentication. */
  public void requireBasic(String username, String password) {
    byte[] login = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    requireLogin(("Basic " + Base64.getEncoder().encodeToString(login))::equals);
  }

  /** From now on asks for a bearer token. */
  public void requireBearer(String token) {
    requireLogin(("Bearer " + token)::equals);
  }

  /** From now on asks for a login, and accepts some values of {@code Authorization}. */
  public void requireLogin(Predicate<String> accepts) {
    authorization = Optional.of(accepts);
  }

  /** From now on answers every request by {@code fault}. */
  public void fail(Fault how) {
    fault = Optional.of(how);
  }

  /** From now on answers with a status and a text. */
  public void failWith(int status, String text) {
    fail(exchange -> send(exchange, status, text));
  }

  /** From now on takes requests and never answers. */
  public void keepSilent() {
    fail(exchange -> Thread.sleep(Long.MAX_VALUE));
  }

  /** From now on begins a proper answer and sends a byte of it now and then, without an end. */
  public void drip(Duration pause) {
    fail(
        exchange -> {
          advertise(exchange);
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write('0');
            exchange.getResponseBody().flush();
            Thread.sleep(pause);
          }
        });
  }

  /** From now on begins a proper answer and sends bytes as fast as it can, without an end. */
  public void flood() {
    fail(
        exchange -> {
          advertise(exchange);
          exchange.sendResponseHeaders(200, 0);
          byte[] line = ("0041" + "a".repeat(60) + "\n").getBytes(StandardCharsets.US_ASCII);
          exchange
              .getResponseBody()
              .write("001e# service=git-upload-pack\n0000".getBytes(StandardCharsets.US_ASCII));
          exchange.getResponseBody().write("000eversion 2\n".getBytes(StandardCharsets.US_ASCII));
          while (true) {
            exchange.getResponseBody().write(line);
          }
        });
  }

  /** From now on sends every request elsewhere. */
  public void redirectTo(String base) {
    fail(exchange -> redirect(exchange, 301, base));
  }

  /** From now on sends the requests of one method elsewhere, and serves all others. */
  public void redirect(String method, int status, String base) {
    fail(
        exchange -> {
          if (exchange.getRequestMethod().equals(method)) {
            redirect(exchange, status, base);
          } else {
            HttpBackend.serve(repositories(), exchange);
          }
        });
  }

  /** Serves git again. */
  public void heal() {
    fault = Optional.empty();
  }

  /** The requests so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    folder.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    clients.add(exchange.getRemoteAddress());
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Optional.ofNullable(given),
            Map.copyOf(exchange.getRequestHeaders())));
    try (exchange) {
      Optional<Fault> now = fault;
      if (now.isPresent()) {
        now.get().answer(exchange);
      } else if (authorization.isPresent() && !authorization.get().test(String.valueOf(given))) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
        send(exchange, 401, "Who are you?");
      } else {
        HttpBackend.serve(repositories(), exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void redirect(HttpExchange exchange, int status, String base) throws IOException {
    exchange.getResponseHeaders().set("Location", base + exchange.getRequestURI());
    exchange.sendResponseHeaders(status, -1);
  }

  private static void advertise(HttpExchange exchange) {
    exchange
        .getResponseHeaders()
        .set("Content-Type", "application/x-git-upload-pack-advertisement");
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
