package dev.gitopsbinding.testing.registry;

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
 * The program of a container registry, looked for where {@code src/test/registry/registry.sh} looks
 * and in the same order.
 */
record RegistryBinary(Path program) {
  /**
   * Finds the program by the environment of this process.
   *
   * @throws IllegalStateException if it is nowhere, saying what to run
   */
  static RegistryBinary find() {
    return find(System.getenv(), Path.of(System.getProperty("user.home")))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No container registry to test against: found none by REGISTRY_BINARY, on the"
                        + " PATH or in the cache folder. Run `make registry` once."));
  }

  static Optional<RegistryBinary> find(Map<String, String> environment, Path home) {
    Stream<Path> named = variable(environment, "REGISTRY_BINARY").map(Path::of);
    Stream<Path> installed =
        Stream.of("docker-registry", "registry").flatMap(name -> onPath(environment, name));
    Path cache =
        variable(environment, "XDG_CACHE_HOME")
            .findFirst()
            .map(Path::of)
            .orElseGet(() -> home.resolve(".cache"));
    Stream<Path> cached = Stream.of(cache.resolve("gitopsbinding/registry").resolve(cachedName()));
    return Stream.of(named, installed, cached)
        .flatMap(programs -> programs)
        .filter(Files::isExecutable)
        .filter(RegistryBinary::isRegistry)
        .findFirst()
        .map(program -> new RegistryBinary(program.toAbsolutePath()));
  }

  /** The program's name in the cache folder. */
  static String cachedName() {
    var os = new OSInfo();
    return "registry-" + os.getOSName() + "-" + os.getOSArch();
  }

  private static Stream<String> variable(Map<String, String> environment, String name) {
    return Stream.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  private static Stream<Path> onPath(Map<String, String> environment, String name) {
    return variable(environment, "PATH")
        .flatMap(path -> Arrays.stream(path.split(File.pathSeparator)))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .limit(1); // as a shell does
  }

  /** Another program may have that name too. */
  private static boolean isRegistry(Path program) {
    String version =
        Command.in(Path.of("."))
            .attempt(new byte[0], program.toAbsolutePath().toString(), "--version")
            .text();
    return version.contains("/distribution");
  }
}
