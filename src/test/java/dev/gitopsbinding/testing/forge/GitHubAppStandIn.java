package dev.gitopsbinding.testing.forge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.gitopsbinding.testing.Fault;
import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.SshKeyFile;
import dev.gitopsbinding.testing.net.LoopbackHttps;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A STAND-IN of the part of GitHub's API that gives tokens to an app, not a real forge: there is no
 * GitHub to run here. It verifies the signature and the times of each login by the app's public
 * key, and answers as the files in {@code src/test/resources/forge-app} document it, over TLS on a
 * free loopback port. App 12345 has the installation 678 at acme.
 */
public final class GitHubAppStandIn implements AutoCloseable {
  public static final String APP = "12345";
  public static final String INSTALLATION = "678";

  private static final String API = "/api/v3";
  private static final KeyPair KEY = rsa();

  /** Answers a request in place of the documented answer. */
  @FunctionalInterface
  public interface Fault {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final TestCertificates certificates;
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private final List<String> issued = new CopyOnWriteArrayList<>();
  private final Map<String, String> valid = new ConcurrentHashMap<>();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private volatile Duration lifetime = Duration.ofHours(1);
  private volatile String created = "token-created.txt";

  private GitHubAppStandIn(TestCertificates certificates) {
    this.certificates = certificates;
    this.server = LoopbackHttps.start(certificates, threads, "/", this::handle);
  }

  /** Starts one. */
  public static GitHubAppStandIn start(TestCertificates certificates) {
    return new GitHubAppStandIn(certificates);
  }

  /** Where the API is, as in {@code githubAppBaseURL}. */
  public String url() {
    return "https://" + host() + API;
  }

  /** Host and port. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The authority's certificate in PEM form, as in {@code ca.crt}. */
  public String authorityPem() {
    return certificates.authorityPem();
  }

  /** The app's private key as GitHub makes it: PKCS#1. */
  public static String key() {
    return pem(KEY);
  }

  /** The same in PKCS#8. */
  public static String pkcs8() {
    return pem(new PemObject("PRIVATE KEY", KEY.getPrivate().getEncoded()));
  }

  /** A key of another app. */
  public static String otherKey() {
    return pem(rsa());
  }

  /** What a Secret holds for the app. */
  public Map<String, String> secret() {
    return Map.of(
        "githubAppID", APP,
        "githubAppPrivateKey", key(),
        "githubAppBaseURL", url(),
        "ca.crt", authorityPem());
  }

  /** Whether a token is valid now. */
  public boolean isValid(String token) {
    return valid.containsKey(token);
  }

  /** Whether a value of {@code Authorization} is a git login with a valid token. */
  public boolean isGitLogin(String authorization) {
    return valid.keySet().stream()
        .map(token -> ("x-access-token:" + token).getBytes(StandardCharsets.UTF_8))
        .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair))
        .anyMatch(authorization::equals);
  }

  /** From now on no token that was given is valid. */
  public void revokeAll() {
    valid.clear();
  }

  /** How long tokens are valid that are given from now on. */
  public void lifetime(Duration time) {
    lifetime = time;
  }

  /** The documented form of the answer with a token. */
  public void tokensAsIn(String contract) {
    created = contract;
  }

  /** From now on answers a request, such as {@code GET /repos/acme/web/installation}, like this. */
  public void fail(String request, Fault how) {
    faults.put(request, how);
  }

  /** From now on answers the request of a contract as it documents. */
  public void fail(GitHubAppContract contract) {
    fail(contract.header("request"), contract);
  }

  /** From now on answers a request as a contract documents. */
  public void fail(String request, GitHubAppContract contract) {
    fail(request, exchange -> send(exchange, contract));
  }

  /** From now on takes requests for tokens and does not answer. */
  public void hang() {
    fail(
        "POST /app/installations/" + INSTALLATION + "/access_tokens",
        _ -> {
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Answers as documented again. */
  public void heal() {
    faults.clear();
  }

  /** The requests so far, without the path of the API. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** The signed logins so far. */
  public List<String> logins() {
    return List.copyOf(logins);
  }

  /** The tokens that were given, the newest last. */
  public List<String> tokens() {
    return List.copyOf(issued);
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String request =
          exchange.getRequestMethod() + " " + (path.startsWith(API) ? path.substring(7) : path);
      requests.add(request);
      String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      logins.add(sent);
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Fault fault = faults.get(request);
      String refusal = AppLoginJudge.refusal(sent, KEY.getPublic());
      if (fault != null) {
        fault.answer(exchange);
      } else if (refusal != null) {
        send(exchange, 401, "{\"message\": \"" + refusal + "\"}");
      } else if (request.matches("GET /repos/acme/[^/]+/installation")) {
        send(exchange, GitHubAppContract.read("installation-found.txt"));
      } else if (request.equals("POST /app/installations/" + INSTALLATION + "/access_tokens")
          && body.matches("\\{\"repositories\":\\[\"[A-Za-z0-9._-]+\"]}")) {
        send(exchange, GitHubAppContract.read(created));
      } else {
        send(exchange, GitHubAppContract.read("not-installed.txt"));
      }
    }
  }

  private void send(HttpExchange exchange, GitHubAppContract contract) throws IOException {
    String header = contract.header("header");
    if (!header.isEmpty()) {
      String[] parts = header.split(": ", 2);
      exchange.getResponseHeaders().set(parts[0], parts[1]);
    }
    send(exchange, Integer.parseInt(contract.header("status")), filled(contract.body()));
  }

  private String filled(String text) {
    if (text.contains("${TOKEN}")) {
      String token = "ghs_" + UUID.randomUUID().toString().replace("-", "");
      issued.add(token);
      valid.put(token, token);
      text = text.replace("${TOKEN}", token);
    }
    Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(lifetime);
    return text.replace("${EXPIRES}", end.toString());
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** By ssh-keygen(1), in milliseconds, where Java takes seconds; GitHub gives out PEM files. */
  private static KeyPair rsa() {
    try (TemporaryFolder folder = TemporaryFolder.create("app");
        PEMParser key =
            new PEMParser(
                new StringReader(
                    SshKeyFile.generate(
                            folder.path(), "key", SshKeyFile.Kind.RSA, SshKeyFile.Form.PEM, "")
                        .privateKey()))) {
      return new JcaPEMKeyConverter().getKeyPair((PEMKeyPair) key.readObject());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
