package dev.gitopsbinding.testing.gitea;

import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.git.SshKeyFile;
import dev.gitopsbinding.training.FreePort;
import dev.gitopsbinding.training.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real Gitea with SQLite on free loopback ports: HTTPS by an authority of its own, and SSH by the
 * server that is built into it. {@code make gitea} gets the program.
 *
 * <pre>{@code
 * try (GiteaServer gitea = GiteaServer.start()) {
 *   GiteaRepository web = gitea.createRepository("web");
 *   String commit = web.commit("README", "hello");
 *   web.report(commit, "build", "success", "https://ci.example.com/1");
 *   ask(gitea.apiUrl(), gitea.token("read:repository"), gitea.authorityPem(), ...);
 * }
 * }</pre>
 */
public final class GiteaServer implements AutoCloseable {
  /** The one user, who owns all repositories. */
  public static final String USER = "ada";

  private static final String PASSWORD = "used-by-tests-only";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static @Nullable GiteaServer shared;

  private final TemporaryFolder folder = TemporaryFolder.create("gitea");
  private final int port = FreePort.find();
  private final int sshPort = FreePort.find();
  private final TestCertificates certificates = TestCertificates.create();
  private final SshKeyFile hostKey =
      SshKeyFile.generate(folder.path(), "host_key", SshKeyFile.Kind.ED25519);
  private final SshKeyFile signingKey =
      SshKeyFile.generate(folder.path(), "signing_key", SshKeyFile.Kind.ED25519);
  private final GiteaApi api =
      new GiteaApi(URI.create(apiUrl()), certificates.clientContext(), USER, PASSWORD);
  private final GiteaProcess process;

  private GiteaServer(Path program) {
    TestCertificates.Identity identity = certificates.serverIdentity();
    write("tls.crt", identity.certificatePem());
    write("tls.key", identity.keyPem());
    write("ca.crt", certificates.authorityPem());
    write("app.ini", configuration(GiteaProcess.staticRoot(program)));
    this.process = GiteaProcess.serve(program, folder.path());
  }

  /**
   * Starts one without repositories.
   *
   * @throws AssertionError if there is no program; the message says what to run
   */
  public static GiteaServer start() {
    GiteaServer server = new GiteaServer(GiteaProcess.find());
    try {
      server.prepare();
      return server;
    } catch (RuntimeException | AssertionError e) {
      server.close();
      throw e;
    }
  }

  /** The server of this JVM, for all whose repositories are their own; it stops with the JVM. */
  public static synchronized GiteaServer shared() {
    GiteaServer running = shared;
    if (running == null) {
      running = start();
      Runtime.getRuntime().addShutdownHook(new Thread(running::endWithJvm, "stop Gitea"));
      shared = running;
    }
    return running;
  }

  /** Host and port of HTTPS, as in the annotation of a Secret. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  /** The value for {@code spec.source.checks.apiURL}. */
  public String apiUrl() {
    return "https://" + host() + "/api/v1";
  }

  /** The authority's certificate in PEM form, as in {@code ca.crt}. */
  public String authorityPem() {
    return certificates.authorityPem();
  }

  /** The right line for known_hosts. */
  public String knownHosts() {
    String withoutComment = hostKey.publicKey().replaceFirst(" [^ ]*$", "");
    return "[127.0.0.1]:" + sshPort + " " + withoutComment + "\n";
  }

  /** A new token of the user with scopes such as {@code read:repository}. */
  public String token(String... scopes) {
    Map<String, Object> wanted = Map.of("name", "token-" + System.nanoTime(), "scopes", scopes);
    return api.post("/users/" + USER + "/tokens", wanted).path("sha1").asText();
  }

  /** Makes another user, and a token of that user with scopes. */
  public String tokenOfNewUser(String name, String... scopes) {
    process.run(
        "admin",
        "user",
        "create",
        "--username=" + name,
        "--password=" + PASSWORD,
        "--email=" + name + "@example.com",
        "--must-change-password=false");
    try (GiteaApi own =
        new GiteaApi(URI.create(apiUrl()), certificates.clientContext(), name, PASSWORD)) {
      return own.post("/users/" + name + "/tokens", Map.of("name", "token", "scopes", scopes))
          .path("sha1")
          .asText();
    }
  }

  /** Makes a key by which the user may log in over SSH; answers the private one. */
  public String authorizedKey() {
    String name = "key-" + System.nanoTime();
    SshKeyFile key = SshKeyFile.generate(folder.path(), name, SshKeyFile.Kind.ED25519);
    api.post("/user/keys", Map.of("title", name, "key", key.publicKey()));
    return key.privateKey();
  }

  /** Adds an OpenPGP key to the account of the user. */
  public void addGpgKey(String armored) {
    api.post("/user/gpg_keys", Map.of("armored_public_key", armored));
  }

  /**
   * An SSH key whose signatures it trusts, for commits of any committer. It trusts those of a user
   * only after a form of its pages, which its API does not have.
   */
  public SshKeyFile trustedSigningKey() {
    return signingKey;
  }

  /** Makes an empty private repository. */
  public GiteaRepository createRepository(String name) {
    api.post("/user/repos", Map.of("name", name, "private", true, "default_branch", "main"));
    return new GiteaRepository(this, name, folder.path().resolve("local").resolve(name));
  }

  /** What it logged so far. */
  public String log() {
    return process.log();
  }

  @Override
  public void close() {
    process.close();
    api.close();
    folder.close();
  }

  /** When the JVM ends, hooks cannot be removed any more. */
  private void endWithJvm() {
    process.stop();
    folder.close();
  }

  GiteaApi api() {
    return api;
  }

  String url(String repository) {
    return "https://" + host() + path(repository);
  }

  /** With the user's login, for git's command line. */
  String urlWithLogin(String repository) {
    return "https://" + USER + ":" + PASSWORD + "@" + host() + path(repository);
  }

  String sshUrl(String repository) {
    return "ssh://git@127.0.0.1:" + sshPort + path(repository);
  }

  Path authorityFile() {
    return folder.path().resolve("ca.crt");
  }

  private static String path(String repository) {
    return "/" + USER + "/" + repository + ".git";
  }

  private void prepare() {
    Awaitility.await("Gitea answers")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || api.answers());
    if (!process.isAlive()) {
      throw new AssertionError("Gitea ended: " + log());
    }
    process.run(
        "admin",
        "user",
        "create",
        "--admin",
        "--username=" + USER,
        "--password=" + PASSWORD,
        "--email=ada@example.com",
        "--must-change-password=false");
  }

  private String configuration(String staticRoot) {
    return """
        RUN_MODE = prod
        WORK_PATH = %1$s
        [server]
        PROTOCOL = https
        HTTP_ADDR = 127.0.0.1
        HTTP_PORT = %2$d
        DOMAIN = 127.0.0.1
        ROOT_URL = https://127.0.0.1:%2$d/
        CERT_FILE = %1$s/tls.crt
        KEY_FILE = %1$s/tls.key
        START_SSH_SERVER = true
        BUILTIN_SSH_SERVER_USER = git
        SSH_LISTEN_HOST = 127.0.0.1
        SSH_LISTEN_PORT = %3$d
        SSH_SERVER_HOST_KEYS = %4$s
        OFFLINE_MODE = true
        %5$s
        [database]
        DB_TYPE = sqlite3
        PATH = %1$s/gitea.db
        SQLITE_JOURNAL_MODE = WAL
        [repository.signing]
        TRUSTED_SSH_KEYS = %6$s
        [security]
        INSTALL_LOCK = true
        SECRET_KEY = unused
        # The cheapest: a hash is computed for each request with a password.
        PASSWORD_HASH_ALGO = pbkdf2$1$16
        [service]
        DISABLE_REGISTRATION = true
        [indexer]
        ISSUE_INDEXER_TYPE = db
        [session]
        PROVIDER = memory
        # Else the first start makes an RSA key, for seconds.
        [oauth2]
        ENABLED = false
        [webhook]
        ALLOWED_HOST_LIST = loopback
        [queue]
        TYPE = channel
        [cron.update_checker]
        ENABLED = false
        [log]
        MODE = console
        LEVEL = Info
        """
        .formatted(
            folder.path(), port, sshPort, hostKey.file(), staticRoot, signingKey.publicKey());
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.path().resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
