package dev.gitopsbinding.testing.gitea;

import dev.gitopsbinding.testing.program.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The program of a Gitea that keeps everything in one folder, with {@code app.ini} in it. */
final class GiteaProcess implements AutoCloseable {
  private static final Path HERE = Path.of("").toAbsolutePath();

  private final Path program;
  private final Path folder;
  private final Process process;
  private final Thread stopAtExit = new Thread(this::stop, "stop Gitea");

  private GiteaProcess(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
    this.process = start("web");
    Runtime.getRuntime().addShutdownHook(stopAtExit);
  }

  /**
   * Where the program is.
   *
   * @throws AssertionError if it is nowhere; the message says what to run
   */
  static Path find() {
    String printed = Command.in(HERE).run("src/test/gitea/gitea.sh", "--find");
    return Path.of(printed.lines().toList().getLast());
  }

  /** Where the program finds its templates, as a setting; nothing if they are inside it. */
  static String staticRoot(Path program) {
    return Files.isDirectory(program.resolveSibling("templates"))
        ? "STATIC_ROOT_PATH = " + program.getParent()
        : "";
  }

  /** Starts the server. */
  static GiteaProcess serve(Path program, Path folder) {
    return new GiteaProcess(program, folder);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Runs a command of the program beside the running server; it has to succeed. */
  void run(String... command) {
    if (start(command).onExit().join().exitValue() != 0) {
      throw new AssertionError("gitea " + String.join(" ", command) + " failed: " + log());
    }
  }

  /** What server and commands wrote so far. */
  String log() {
    try {
      return Files.readString(logFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(stopAtExit);
  }

  /** Ends it; nothing happens if it has ended. */
  void stop() {
    process.destroyForcibly().onExit().join();
  }

  private Process start(String... command) {
    var builder = new ProcessBuilder(program.toString(), "--config", folder + "/app.ini");
    builder.command().addAll(List.of(command));
    builder
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(logFile().toFile()));
    Map<String, String> inherited = new HashMap<>(builder.environment());
    builder.environment().clear(); // GITEA_* and GIT_* would change what it does
    builder.environment().put("PATH", inherited.getOrDefault("PATH", "/usr/bin:/bin"));
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("USER", System.getProperty("user.name"));
    // It refuses to run as root, as CI does. It serves the loopback only, out of a folder that goes
    // away.
    builder.environment().put("GITEA_I_AM_BEING_UNSAFE_RUNNING_AS_ROOT", "true");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path logFile() {
    return folder.resolve("gitea.log");
  }
}
