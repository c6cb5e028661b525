package dev.gitopsbinding.testing.telemetry;

import dev.gitopsbinding.testing.program.Command;
import io.fabric8.kubeapitest.binary.OSInfo;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prometheus' promtool, and its server, looked for where {@code src/test/prometheus/promtool.sh}
 * looks and in the same order.
 */
public record PromtoolBinary(Path program) {
  /**
   * Finds the program by the environment of this process.
   *
   * @throws IllegalStateException if it is nowhere, saying what to run
   */
  public static PromtoolBinary find() {
    return new PromtoolBinary(program("promtool", "PROMTOOL"));
  }

  /** The server of Prometheus, looked for in the same places. */
  static Path server() {
    return program("prometheus", "PROMETHEUS");
  }

  private static Path program(String name, String variable) {
    return find(name, variable, System.getenv(), Path.of(System.getProperty("user.home")))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No %s to test rules and dashboards with: found none by %s, on the PATH or in the cache folder. Run `make promtool` once."
                        .formatted(name, variable)));
  }

  private static Optional<Path> find(
      String name, String chosen, Map<String, String> environment, Path home) {
    Stream<Path> named = variable(environment, chosen).map(Path::of);
    Stream<Path> installed =
        variable(environment, "PATH")
            .flatMap(path -> Arrays.stream(path.split(File.pathSeparator)))
            .map(folder -> Path.of(folder, name));
    Path cache =
        variable(environment, "XDG_CACHE_HOME")
            .findFirst()
            .map(Path::of)
            .orElseGet(() -> home.resolve(".cache"));
    Stream<Path> cached =
        Stream.of(cache.resolve("gitopsbinding/promtool").resolve(cachedName(name)));
    return Stream.of(named, installed, cached)
        .flatMap(programs -> programs)
        .filter(Files::isExecutable)
        .filter(program -> isNamed(name, program))
        .findFirst()
        .map(Path::toAbsolutePath);
  }

  /** Runs it in the project's folder. */
  public Command.Output run(String... arguments) {
    String[] all =
        Stream.concat(Stream.of(program.toString()), Arrays.stream(arguments))
            .toArray(String[]::new);
    return Command.in(Path.of(".")).attempt(new byte[0], all);
  }

  /** The program's name in the cache folder. */
  private static String cachedName(String name) {
    var os = new OSInfo();
    return name + "-" + os.getOSName() + "-" + os.getOSArch();
  }

  private static Stream<String> variable(Map<String, String> environment, String name) {
    return Stream.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  /** Another program may have that name too. */
  private static boolean isNamed(String name, Path program) {
    return Command.in(Path.of("."))
        .attempt(new byte[0], program.toAbsolutePath().toString(), "--version")
        .text()
        .startsWith(name + ", version");
  }
}
