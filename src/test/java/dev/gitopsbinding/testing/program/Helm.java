package dev.gitopsbinding.testing.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Helm 3, found by {@code src/test/helm/helm.sh}.
 *
 * @param home where it keeps its own files
 */
public record Helm(Path program, Path home) {
  private static final Path HERE = Path.of("").toAbsolutePath();

  /**
   * Finds the program.
   *
   * @throws AssertionError if it is nowhere; the message says what to run
   */
  public static Helm find(Path home) {
    return new Helm(found("helm.sh"), home);
  }

  /**
   * The folder with the definitions of the Prometheus Operator and of the Gateway API.
   *
   * @throws AssertionError if it is nowhere; the message says what to run
   */
  public static Path definitions() {
    return found("monitoring-crds.sh");
  }

  /** Runs it in the project's folder, without a cluster. */
  public Command.Output attempt(List<String> arguments) {
    return attempt(arguments, Map.of());
  }

  /** Runs it in the project's folder with more environment variables. */
  public Command.Output attempt(List<String> arguments, Map<String, String> environment) {
    String[] command =
        Stream.concat(Stream.of(program.toString()), arguments.stream()).toArray(String[]::new);
    return Command.in(HERE)
        .with(Map.of("HOME", home.toString()))
        .with(environment)
        .attempt(new byte[0], command);
  }

  private static Path found(String script) {
    String printed = Command.in(HERE).run("src/test/helm/" + script, "--find");
    return Path.of(printed.lines().toList().getLast());
  }
}
