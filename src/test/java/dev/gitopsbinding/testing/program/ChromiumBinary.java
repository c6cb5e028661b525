package dev.gitopsbinding.testing.program;

import io.fabric8.kubeapitest.binary.OSInfo;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Chromium that runs without a screen, looked for where {@code src/test/chromium/chromium.sh}
 * looks and in the same order.
 */
public record ChromiumBinary(Path program) {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome");

  /**
   * Finds the program by the environment of this process.
   *
   * @throws IllegalStateException if it is nowhere, saying what to run
   */
  public static ChromiumBinary find() {
    return find(System.getenv(), Path.of(System.getProperty("user.home")))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No Chromium to look at the status page with: found none by CHROMIUM, on the"
                        + " PATH or in the cache folder. Run `make chromium` once."));
  }

  private static Optional<ChromiumBinary> find(Map<String, String> environment, Path home) {
    Stream<Path> named = variable(environment, "CHROMIUM").map(Path::of);
    Stream<Path> installed =
        NAMES.stream()
            .flatMap(
                name ->
                    variable(environment, "PATH")
                        .flatMap(path -> Arrays.stream(path.split(File.pathSeparator)))
                        .map(folder -> Path.of(folder, name)));
    Path cache =
        variable(environment, "XDG_CACHE_HOME")
            .findFirst()
            .map(Path::of)
            .orElseGet(() -> home.resolve(".cache"));
    var os = new OSInfo();
    Stream<Path> cached =
        Stream.of(
            cache.resolve(
                "gitopsbinding/chromium/chromium-" + os.getOSName() + "-" + os.getOSArch()));
    return Stream.of(named, installed, cached)
        .flatMap(programs -> programs)
        .filter(Files::isExecutable)
        .filter(ChromiumBinary::isChromium)
        .findFirst()
        .map(program -> new ChromiumBinary(program.toAbsolutePath()));
  }

  /** Opens a page in a profile of its own; what the browser says goes to the error output. */
  public Command.Output open(Path profile, String url, String... options) {
    return Command.in(Path.of("."))
        .attempt(new byte[0], command(profile, url, options).toArray(String[]::new));
  }

  /** The same for a browser that stays open until it is closed. */
  public OpenBrowser start(Path profile, String url) {
    try {
      return new OpenBrowser(
          new ProcessBuilder(command(profile, url, "--remote-debugging-port=0"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A browser with a page. */
  public record OpenBrowser(Process process) implements AutoCloseable {
    /** Ends the browser with all its processes. */
    @Override
    public void close() {
      List<ProcessHandle> parts = process.descendants().toList();
      process.destroyForcibly();
      parts.forEach(ProcessHandle::destroyForcibly);
      process.onExit().join();
      parts.forEach(part -> part.onExit().join());
    }
  }

  private List<String> command(Path profile, String url, String... options) {
    Stream<String> all =
        Stream.of(
            program.toString(),
            "--headless",
            "--no-sandbox", // root needs it; the page is our own
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            "--user-data-dir=" + profile,
            "--enable-logging=stderr",
            "--v=0");
    return Stream.of(all, Arrays.stream(options), Stream.of(url)).flatMap(parts -> parts).toList();
  }

  private static Stream<String> variable(Map<String, String> environment, String name) {
    return Stream.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  /** Ubuntu has programs of that name that only say how to install it. */
  private static boolean isChromium(Path program) {
    Command.Output version =
        Command.in(Path.of("."))
            .attempt(new byte[0], program.toAbsolutePath().toString(), "--version");
    return version.exitCode() == 0 && version.text().matches("(Chromium|Google Chrome) [0-9].*");
  }
}
