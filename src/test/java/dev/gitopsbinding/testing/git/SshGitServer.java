package dev.gitopsbinding.testing.git;

import dev.gitopsbinding.testing.TemporaryFolder;
import dev.gitopsbinding.testing.program.Command;
import dev.gitopsbinding.training.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Serves bare repositories over SSH on a free loopback port: by OpenSSH's sshd, or, on a machine
 * that has none, by a loudly named stand-in. One ed25519 key is authorised from the start.
 *
 * <pre>{@code
 * try (SshGitServer server = SshGitServer.start()) {
 *   GitRepository web = server.createRepository("web.git");
 *   web.commit("main", "README.md", "hello");
 *   connect(server.url("web.git"), server.privateKey(), server.knownHosts());
 * }
 * }</pre>
 */
public final class SshGitServer implements AutoCloseable {
  /** The part that listens. */
  interface Daemon extends AutoCloseable {
    /** The number of logins that succeeded so far. */
    int logins();

    /** The client's port of each command that was run so far. */
    List<Integer> sessionPorts();

    @Override
    void close();
  }

  private static final String HOST = "127.0.0.1";

  private final TemporaryFolder folder;
  private final int port;
  private final List<String> options;
  private final SshKeyFile userKey;
  private SshKeyFile hostKey;
  private Daemon daemon;

  private SshGitServer(TemporaryFolder folder, int port, List<String> options) {
    this.folder = folder;
    this.options = options;
    this.port = port;
    this.hostKey = SshKeyFile.generate(folder.path(), "host_key", SshKeyFile.Kind.ED25519);
    this.userKey = SshKeyFile.generate(folder.path(), "user_key", SshKeyFile.Kind.ED25519);
  }

  /** Starts a server; returns once it accepts connections. */
  public static SshGitServer start() {
    return startWith(OpenSshDaemon.keyExchanges());
  }

  /**
   * The same with lines of sshd_config(5), which override the others, and with all key exchanges
   * that sshd offers by default. The stand-in ignores them.
   */
  public static SshGitServer startWith(String... options) {
    SshGitServer server =
        new SshGitServer(TemporaryFolder.create("ssh"), FreePort.find(), List.of(options));
    try {
      Files.createDirectories(server.repositories());
      server.authorize(server.userKey);
      server.startDaemon();
      return server;
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
    return folder.path().resolve("repositories");
  }

  /** Sets a git-config(1) variable for all commands that clients ask for from now on. */
  public void configure(String key, String value) {
    String file = ServeScript.configuration(repositories()).toString();
    Command.in(folder.path()).run("git", "config", "--file", file, key, value);
  }

  /**
   * Runs a shell script before every command that clients ask for from now on. It finds the command
   * in {@code SSH_ORIGINAL_COMMAND}, and the repositories in its working directory.
   */
  public void before(String script) {
    Path file = ServeScript.before(repositories());
    write(file, "#!/bin/sh\n" + script);
    if (!file.toFile().setExecutable(true)) {
      throw new IllegalStateException(file + " cannot be made executable");
    }
  }

  /**
   * Goes on as a plain sshd: a path without a leading slash is in {@link #repositories}, which is
   * the home then, and one with a leading slash is of the whole machine. Needs OpenSSH's sshd.
   */
  public void servePlainly() {
    write(OpenSshDaemon.script(folder.path()), ServeScript.plainText(repositories()));
  }

  /** Whether this machine has OpenSSH's sshd. */
  public static boolean isOpenSsh() {
    return OpenSshDaemon.isInstalled();
  }

  /** The URL of a repository of this server. */
  public String url(String name) {
    return "ssh://" + user() + "@" + HOST + ":" + port + "/" + name;
  }

  /** The port it listens at. */
  public int port() {
    return port;
  }

  /** The right line for known_hosts. */
  public String knownHosts() {
    return "[" + HOST + "]:" + port + " " + hostKeyWithoutComment() + "\n";
  }

  /** The host's public key: its type and its base64 form. */
  public String hostKeyWithoutComment() {
    return List.of(hostKey.publicKey().split(" ")).stream()
        .limit(2)
        .collect(Collectors.joining(" "));
  }

  /** The private key that is authorised from the start. */
  public String privateKey() {
    return userKey.privateKey();
  }

  /** Makes a key that may log in. */
  public SshKeyFile authorizedKey(SshKeyFile.Kind kind, SshKeyFile.Form form, String passphrase) {
    SshKeyFile key = unauthorizedKey(kind, form, passphrase);
    authorize(key);
    return key;
  }

  /** Makes a key that may not log in. */
  public SshKeyFile unauthorizedKey(SshKeyFile.Kind kind, SshKeyFile.Form form, String passphrase) {
    String name = "key_" + kind + "_" + form + "_" + System.nanoTime();
    return SshKeyFile.generate(folder.path(), name, kind, form, passphrase);
  }

  /** Lets a key log in. */
  public void authorize(SshKeyFile key) {
    authorize(key.publicKey());
  }

  /** Lets a key log in, given as the line of its public file. */
  public void authorize(String publicKey) {
    write(authorizedKeys(), read(authorizedKeys()) + publicKey.strip() + "\n");
  }

  /** Lets no key log in any more; connections that are open stay. */
  public void revokeAllKeys() {
    write(authorizedKeys(), "");
  }

  /** Takes a new host key, as after a reinstallation; needs a moment without connections. */
  public void changeHostKey(SshKeyFile.Kind kind) {
    daemon.close();
    hostKey = SshKeyFile.generate(folder.path(), "host_key_" + System.nanoTime(), kind);
    startDaemon();
  }

  /** Stops listening, as a host that is down. */
  public void stop() {
    daemon.close();
  }

  /** Listens again. */
  public void startAgain() {
    startDaemon();
  }

  /** The number of logins that succeeded since the last start. */
  public int logins() {
    return daemon.logins();
  }

  /**
   * The client's port of each command that was run since the last start, so that commands can be
   * counted by client.
   */
  public List<Integer> sessionPorts() {
    return daemon.sessionPorts();
  }

  /** Goes on with the stand-in for sshd. */
  void useStandIn() {
    daemon = MinaSshDaemon.start(port, hostKey.file(), authorizedKeys(), repositories());
  }

  /** What the git command line needs to log in here. */
  public Map<String, String> environment() {
    Path file = folder.path().resolve("known_hosts");
    write(file, knownHosts());
    return Map.of(
        "GIT_SSH_COMMAND",
        "ssh -F /dev/null -i "
            + userKey.file()
            + " -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o LogLevel=ERROR"
            + " -o UserKnownHostsFile="
            + file);
  }

  @Override
  public void close() {
    daemon.close();
    folder.close();
  }

  private void startDaemon() {
    if (!OpenSshDaemon.isInstalled()) {
      nameStandIn();
      useStandIn();
      return;
    }
    daemon =
        OpenSshDaemon.start(
            folder.path(), port, hostKey.file(), authorizedKeys(), repositories(), options);
  }

  private static void nameStandIn() {
    System.err.println(
        """
        ##########################################################################
        # NO sshd ON THIS MACHINE: Apache MINA stands in for it. Install the     #
        # package openssh-server to test against the real one.                   #
        ##########################################################################""");
  }

  private Path authorizedKeys() {
    return folder.path().resolve("authorized_keys");
  }

  private static String user() {
    return System.getProperty("user.name");
  }

  private static String read(Path path) {
    try {
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path path, String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
