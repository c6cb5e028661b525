package dev.gitopsbinding.testing.git;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A process of OpenSSH's sshd that logs the current user in and serves git alone. */
final class OpenSshDaemon implements SshGitServer.Daemon {
  /** What sshd logs at LogLevel VERBOSE for each command it runs. */
  private static final Pattern SESSION =
      Pattern.compile("^Starting session: .* from \\S+ port (\\d+)");

  /** The only ones that most tests offer, separated by commas; empty for sshd's default. */
  private static final String KEY_EXCHANGES = System.getProperty("test.sshd.key-exchanges", "");

  private final Process process;
  private final Path log;

  private OpenSshDaemon(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static boolean isInstalled() {
    return executable().isPresent();
  }

  static OpenSshDaemon start(
      Path directory,
      int port,
      Path hostKey,
      Path authorizedKeys,
      Path repositories,
      List<String> options) {
    try {
      makePrivilegeSeparationFolder();
      Path log = Files.createTempFile(directory, "sshd", ".log");
      Path shell = forcedCommand(directory, repositories);
      Path configuration = directory.resolve("sshd_config");
      // Sshd takes the first value that it finds.
      String lines = String.join("\n", options) + "\n";
      Files.writeString(configuration, lines + configuration(port, hostKey, authorizedKeys, shell));
      Process process =
          new ProcessBuilder(
                  executable().orElseThrow().toString(), "-D", "-e", "-f", configuration.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      OpenSshDaemon daemon = new OpenSshDaemon(process, log);
      daemon.awaitListening(port);
      return daemon;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line for the configuration, or none. */
  static String[] keyExchanges() {
    return KEY_EXCHANGES.isEmpty()
        ? new String[0]
        : new String[] {"KexAlgorithms " + KEY_EXCHANGES};
  }

  @Override
  public int logins() {
    try (Stream<String> lines = Files.lines(log)) {
      return (int) lines.filter(line -> line.startsWith("Accepted publickey")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Integer> sessionPorts() {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(SESSION::matcher)
          .filter(Matcher::find)
          .map(session -> Integer.valueOf(session.group(1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
  }

  private void awaitListening(int port) {
    Awaitility.await("sshd listens")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !process.isAlive() || accepts(port));
    if (!process.isAlive()) {
      throw new AssertionError("sshd ended: " + readLog());
    }
  }

  private String readLog() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static String configuration(
      int port, Path hostKey, Path authorizedKeys, Path forcedCommand) {
    return """
        ListenAddress 127.0.0.1:%d
        HostKey %s
        AuthorizedKeysFile %s
        ForceCommand %s
        PidFile none
        StrictModes no
        UsePAM no
        UseDNS no
        PermitRootLogin yes
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        AcceptEnv GIT_PROTOCOL
        SetEnv HOME=%s
        MaxSessions 10
        MaxAuthTries 3
        LogLevel VERBOSE
        """
        .formatted(port, hostKey, authorizedKeys, forcedCommand, hostKey.getParent());
  }

  /** What is run for each command that a client asks for. */
  static Path script(Path directory) {
    return directory.resolve("serve");
  }

  private static Path forcedCommand(Path directory, Path repositories) throws IOException {
    Path script = script(directory);
    Files.writeString(script, ServeScript.text(repositories));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  private static void makePrivilegeSeparationFolder() throws IOException {
    if (System.getProperty("user.name").equals("root")) {
      Files.createDirectories(Path.of("/run/sshd"));
    }
  }

  private static Optional<Path> executable() {
    String path = System.getenv("PATH") + ":/usr/sbin:/usr/local/sbin:/sbin";
    return Arrays.stream(path.split(File.pathSeparator))
        .map(directory -> Path.of(directory, "sshd"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
