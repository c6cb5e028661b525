package dev.gitopsbinding.testing.registry;

import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.training.FreePort;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A real container registry (github.com/distribution/distribution) on a free loopback port, over
 * TLS by an authority of its own.
 *
 * <pre>{@code
 * try (RegistryServer registry = RegistryServer.basic("ada", "secret")) {
 *   registry.push("acme/web", "v1");
 *   ask(registry.host() + "/acme/web", "v1", registry.authorityPem(), ...);
 * }
 * }</pre>
 */
public final class RegistryServer implements AutoCloseable {
  /** What the program logs for each request: in Apache's combined form. */
  private static final Pattern ACCESS =
      Pattern.compile("^\\S+ \\S+ \\S+ \\[[^]]*] \"(\\S+) (\\S+) \\S+\" (\\d+) .* \"([^\"]*)\"$");

  /** The cheapest that bcrypt knows; the program computes it again for each request. */
  private static final int BCRYPT_COST = 4;

  private static final int BCRYPT_SALT = 16;

  /** A request as it was answered; the path is with its query. */
  public record Request(String method, String path, int status, String userAgent) {}

  private final TemporaryFolder folder = TemporaryFolder.create("registry");
  private final int port = FreePort.find();
  private final TestCertificates certificates;
  private final ImageStore images;
  private final Thread stopAtExit = new Thread(this::stop, "stop the registry");
  private volatile Optional<Process> process = Optional.empty();

  private RegistryServer(
      TestCertificates certificates, Function<String, Optional<String>> authorization) {
    this.certificates = certificates;
    this.images =
        new ImageStore(
            URI.create("https://" + host()), certificates.clientContext(), authorization);
  }

  /** Starts one that lets everybody read and write. */
  public static RegistryServer anonymous() {
    var server = new RegistryServer(TestCertificates.create(), repository -> Optional.empty());
    return server.configureAndStart("");
  }

  /** Starts one that lets everybody read and write, and sends notifications with a token. */
  public static RegistryServer notifying(String url, String token) {
    var server = new RegistryServer(TestCertificates.create(), repository -> Optional.empty());
    return server.configureAndStart(
        """
        notifications:
          endpoints:
            - name: hook
              url: %s
              headers: {Authorization: ["Bearer %s"]}
              timeout: 2s
              threshold: 3
              backoff: 1s
              ignore: {actions: [pull]}
        """
            .formatted(url, token));
  }

  /** Starts one that asks for a user and a password. */
  public static RegistryServer basic(String user, String password) {
    String login =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    var server =
        new RegistryServer(TestCertificates.create(), repository -> Optional.of("Basic " + login));
    Path users = server.write("htpasswd", user + ":" + bcrypt(password) + "\n");
    return server.configureAndStart(
        """
        auth:
          htpasswd: {realm: registry, path: %s}
        """
            .formatted(users));
  }

  /** Starts one that asks for the tokens of a token server; it shares that server's authority. */
  public static RegistryServer token(TokenServer tokens) {
    var server =
        new RegistryServer(
            tokens.certificates(),
            repository -> Optional.of("Bearer " + tokens.tokenForEverything(repository)));
    Path authority = server.write("token-authority.pem", tokens.authorityPem());
    return server.configureAndStart(
        """
        auth:
          token: {realm: "%s", service: "%s", issuer: "%s", rootcertbundle: %s}
        """
            .formatted(tokens.url(), tokens.service(), tokens.issuer(), authority));
  }

  /** The host and port, as an image's name begins. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  /** The certificate of its authority in PEM form, as in {@code ca.crt}. */
  public String authorityPem() {
    return certificates.authorityPem();
  }

  /** Its authority, for clients and for further servers. */
  public TestCertificates certificates() {
    return certificates;
  }

  /** Pushes a tiny image, whatever the login; answers its digest. */
  public String push(String repository, String tag) {
    return images.push(repository, tag);
  }

  /** Deletes the image that a tag names, and so every tag of that image. */
  public void delete(String repository, String tag) {
    images.delete(repository, tag);
  }

  /**
   * The requests of others than this class, from the start on. The program writes them down after
   * it answered, so wait for those that are expected.
   */
  public List<Request> requests() {
    try (Stream<String> lines = Files.lines(accessLog())) {
      return lines
          .map(ACCESS::matcher)
          .filter(Matcher::matches)
          .map(RegistryServer::request)
          .filter(request -> !request.userAgent().equals(ImageStore.USER_AGENT))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops listening, as a registry that is down; its images stay. */
  public void stop() {
    process.ifPresent(running -> running.destroyForcibly().onExit().join());
  }

  /** Listens again at the same port; returns once it answers. */
  public void startAgain() {
    startProcess();
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(stopAtExit);
    images.close();
    folder.close();
  }

  private RegistryServer configureAndStart(String authentication) {
    TestCertificates.Identity identity = certificates.serverIdentity();
    Path certificate = write("tls.crt", identity.certificatePem());
    Path key = write("tls.key", identity.keyPem());
    write("config.yml", configuration(certificate, key) + authentication);
    Runtime.getRuntime().addShutdownHook(stopAtExit);
    try {
      startProcess();
      return this;
    } catch (RuntimeException | AssertionError e) {
      close();
      throw e;
    }
  }

  private String configuration(Path certificate, Path key) {
    return """
        version: 0.1
        log: {level: info, accesslog: {disabled: false}}
        storage:
          filesystem: {rootdirectory: %s}
          delete: {enabled: true}
          maintenance: {uploadpurging: {enabled: false}}
        http:
          addr: %s
          secret: unused
          relativeurls: true
          tls: {certificate: %s, key: %s}
        """
        .formatted(folder.path().resolve("data"), host(), certificate, key);
  }

  private void startProcess() {
    var builder =
        new ProcessBuilder(
                RegistryBinary.find().program().toString(),
                "serve",
                folder.path().resolve("config.yml").toString())
            .redirectOutput(Redirect.appendTo(accessLog().toFile()))
            .redirectError(Redirect.appendTo(log().toFile()));
    builder.environment().clear(); // REGISTRY_* would override the configuration
    builder.environment().put("OTEL_TRACES_EXPORTER", "none");
    Process started = start(builder);
    process = Optional.of(started);
    Awaitility.await("the registry answers")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !started.isAlive() || images.answers());
    if (!started.isAlive()) {
      throw new AssertionError("the registry ended: " + read(log()));
    }
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path accessLog() {
    return folder.path().resolve("access.log");
  }

  private Path log() {
    return folder.path().resolve("registry.log");
  }

  private static Request request(MatchResult line) {
    return new Request(
        line.group(1), line.group(2), Integer.parseInt(line.group(3)), line.group(4));
  }

  private static String bcrypt(String password) {
    byte[] salt = new byte[BCRYPT_SALT];
    new SecureRandom().nextBytes(salt);
    return OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, BCRYPT_COST);
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.path().resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
