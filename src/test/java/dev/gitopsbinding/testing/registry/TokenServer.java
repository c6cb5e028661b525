package dev.gitopsbinding.testing.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.gitopsbinding.testing.net.LoopbackHttps;
import dev.gitopsbinding.testing.registry.RegistryTokens.Access;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The token server of a {@link RegistryServer}, over TLS on a free loopback port: {@code GET} with
 * basic authentication or without any, and OAuth2's {@code POST}, as the distribution project
 * specifies both.
 *
 * <pre>{@code
 * try (TokenServer tokens = TokenServer.start();
 *     RegistryServer registry = RegistryServer.token(tokens)) {
 *   tokens.addUser("ada", "secret");
 *   registry.push("acme/web", "v1");
 * }
 * }</pre>
 */
public final class TokenServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ALL_ACTIONS = List.of("pull", "push", "delete");

  /** A request as it came in; the parameters are those of the query or of the form. */
  public record Request(
      String method, Map<String, List<String>> parameters, Optional<String> authorization) {}

  /** A user; no repositories mean all of them. */
  private record User(String name, String password, Set<String> repositories) {
    boolean mayUse(String repository) {
      return repositories.isEmpty() || repositories.contains(repository);
    }
  }

  private record Failure(int status, String text) {}

  private final TestCertificates certificates = TestCertificates.create();
  private final RegistryTokens signer =
      new RegistryTokens(certificates.signer("Token signer"), issuer());
  private final Map<String, User> users = new ConcurrentHashMap<>();
  private final Map<String, User> refreshTokens = new ConcurrentHashMap<>();
  private final Set<String> publicRepositories = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpsServer server;
  private volatile Duration lifetime = Duration.ofMinutes(5);
  private volatile Optional<Failure> failure = Optional.empty();

  private TokenServer() {
    server = LoopbackHttps.start(certificates, threads, "/token", this::handle);
  }

  /** Starts one without users and public repositories. */
  public static TokenServer start() {
    return new TokenServer();
  }

  /** Where tokens are asked for: the realm in the registry's challenge. */
  public String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort() + "/token";
  }

  /** The name of the registry that the tokens are for. */
  public String service() {
    return "test-registry";
  }

  /** The name under which it signs. */
  public String issuer() {
    return "test-issuer";
  }

  /** The authority of its TLS, its signatures and its registry. */
  public TestCertificates certificates() {
    return certificates;
  }

  /** The authority's certificate in PEM form, as in {@code ca.crt}. */
  public String authorityPem() {
    return certificates.authorityPem();
  }

  /** Lets a user read and write these repositories, or all if none is named. */
  public void addUser(String name, String password, String... repositories) {
    users.put(name, new User(name, password, Set.of(repositories)));
  }

  /** Lets everybody read a repository. */
  public void publish(String repository) {
    publicRepositories.add(repository);
  }

  /** Makes a refresh token that stands for a user's password. */
  public String refreshToken(String user) {
    String token = "refresh-" + UUID.randomUUID();
    refreshTokens.put(token, users.get(user));
    return token;
  }

  /** How long the tokens from now on are valid, and how long it says they are. */
  public void issueFor(Duration duration) {
    lifetime = duration;
  }

  /** From now on answers with a status and a text. */
  public void failWith(int status, String text) {
    failure = Optional.of(new Failure(status, text));
  }

  /** Issues tokens again. */
  public void heal() {
    failure = Optional.empty();
  }

  /** The requests so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** A token for all that can be done with a repository, without a request. */
  String tokenForEverything(String repository) {
    List<Access> access = List.of(new Access("repository", repository, ALL_ACTIONS));
    return signer.token(service(), "test", access, Duration.ofMinutes(5));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = read(exchange);
      requests.add(request);
      if (failure.isPresent()) {
        send(exchange, failure.get().status(), failure.get().text());
        return;
      }
      switch (request.method()) {
        case "GET" -> answerGet(exchange, request);
        case "POST" -> answerPost(exchange, request);
        default -> send(exchange, 405, "{}");
      }
    }
  }

  private void answerGet(HttpExchange exchange, Request request) throws IOException {
    Optional<User> user = request.authorization().flatMap(this::login);
    if (request.authorization().isPresent() && user.isEmpty()) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"tokens\"");
      send(
          exchange, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"who are you?\"}]}");
      return;
    }
    answer(exchange, Map.of("token", token(request, user), "expires_in", lifetime.toSeconds()));
  }

  private void answerPost(HttpExchange exchange, Request request) throws IOException {
    Optional<User> user =
        switch (first(request, "grant_type")) {
          case "refresh_token" ->
              Optional.ofNullable(refreshTokens.get(first(request, "refresh_token")));
          case "password" -> user(first(request, "username"), first(request, "password"));
          default -> Optional.empty();
        };
    if (user.isEmpty()) {
      send(exchange, 401, "{\"error\":\"invalid_grant\"}");
      return;
    }
    answer(
        exchange,
        Map.of(
            "access_token", token(request, user),
            "expires_in", lifetime.toSeconds(),
            "scope", first(request, "scope")));
  }

  /** Grants what is allowed of what was asked for, which may be nothing: the registry refuses. */
  private String token(Request request, Optional<User> user) {
    List<Access> access =
        request.parameters().getOrDefault("scope", List.of()).stream()
            .flatMap(scopes -> Arrays.stream(scopes.split(" ")))
            .map(scope -> scope.split(":"))
            .filter(scope -> scope.length == 3)
            .map(scope -> new Access(scope[0], scope[1], allowed(user, scope[1], scope[2])))
            .filter(granted -> !granted.actions().isEmpty())
            .toList();
    String audience = first(request, "service");
    return signer.token(audience, user.map(User::name).orElse(""), access, lifetime);
  }

  private List<String> allowed(Optional<User> user, String repository, String actions) {
    boolean everything = user.isPresent() && user.get().mayUse(repository);
    boolean reading = publicRepositories.contains(repository);
    return Arrays.stream(actions.split(","))
        .filter(action -> everything || (reading && action.equals("pull")))
        .toList();
  }

  private Optional<User> login(String authorization) {
    if (!authorization.startsWith("Basic ")) {
      return Optional.empty();
    }
    byte[] login = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
    String[] parts = new String(login, StandardCharsets.UTF_8).split(":", 2);
    return parts.length == 2 ? user(parts[0], parts[1]) : Optional.empty();
  }

  private Optional<User> user(String name, String password) {
    return Optional.ofNullable(users.get(name)).filter(user -> user.password().equals(password));
  }

  private static String first(Request request, String parameter) {
    return request.parameters().getOrDefault(parameter, List.of("")).getFirst();
  }

  private static Request read(HttpExchange exchange) throws IOException {
    boolean form = exchange.getRequestMethod().equals("POST");
    String text =
        form
            ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
            : Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    return new Request(
        exchange.getRequestMethod(),
        parameters(text),
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
  }

  private static Map<String, List<String>> parameters(String text) {
    return Arrays.stream(text.split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.groupingBy(
                pair -> decode(pair[0]),
                Collectors.mapping(pair -> decode(pair[1]), Collectors.toList())));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, Map<String, Object> answer) throws IOException {
    send(exchange, 200, JSON.writeValueAsString(answer));
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
