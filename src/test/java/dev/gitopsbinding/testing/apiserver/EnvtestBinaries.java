package dev.gitopsbinding.testing.apiserver;

import io.fabric8.kubeapitest.binary.OSInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Runtime.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder with the API server's programs, looked for where {@code src/test/envtest/envtest.sh}
 * looks and in the same order.
 */
public record EnvtestBinaries(Path folder) {
  private static final List<String> NEEDED = List.of("etcd", "kube-apiserver", "kubectl");

  /**
   * Finds the programs by the environment of this process.
   *
   * @throws IllegalStateException if they are nowhere, saying what to run
   */
  public static EnvtestBinaries find() {
    return find(System.getenv(), Path.of(System.getProperty("user.home")))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No API server to test against: found neither etcd, kube-apiserver and kubectl"
                        + " in KUBE_API_TEST_DIR or KUBEBUILDER_ASSETS nor in the cache folder."
                        + " Run `make envtest` once."));
  }

  static Optional<EnvtestBinaries> find(Map<String, String> environment, Path home) {
    Stream<Path> fromTestDir =
        variable(environment, "KUBE_API_TEST_DIR").flatMap(EnvtestBinaries::versions);
    Stream<Path> fromAssets = variable(environment, "KUBEBUILDER_ASSETS");
    Path cache =
        variable(environment, "XDG_CACHE_HOME").findFirst().orElseGet(() -> home.resolve(".cache"));
    Stream<Path> fromCache = versions(cache.resolve("gitopsbinding/envtest"));
    return Stream.of(fromTestDir, fromAssets, fromCache)
        .flatMap(folders -> folders)
        .filter(EnvtestBinaries::isComplete)
        .findFirst()
        .map(folder -> new EnvtestBinaries(folder.toAbsolutePath()));
  }

  /** The program for {@code kubectl}. */
  public Path kubectl() {
    return folder.resolve("kubectl");
  }

  /**
   * The program for {@code kube-controller-manager}.
   *
   * @throws IllegalStateException if the folder has none, saying what to do
   */
  public Path controllerManager() {
    Path program = folder.resolve("kube-controller-manager");
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(
          "No kube-controller-manager in "
              + folder
              + ". Put one there, or unset KUBE_API_TEST_DIR and KUBEBUILDER_ASSETS"
              + " and run `make envtest`.");
    }
    return program;
  }

  /** The ending of a version's folder, as {@code kube-api-test} names it. */
  static String platform() {
    var os = new OSInfo();
    return "-" + os.getOSName() + "-" + os.getOSArch();
  }

  private static Stream<Path> variable(Map<String, String> environment, String name) {
    return Stream.ofNullable(environment.get(name)).filter(text -> !text.isBlank()).map(Path::of);
  }

  /** The folders of one test folder for this platform, the newest version first. */
  private static Stream<Path> versions(Path testFolder) {
    Path parent = testFolder.resolve("k8s");
    if (!Files.isDirectory(parent)) {
      return Stream.empty();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(child -> child.toString().endsWith(platform()))
          .sorted(Comparator.comparing(EnvtestBinaries::version).reversed())
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Version version(Path folder) {
    String name = folder.getFileName().toString();
    return Version.parse(name.substring(0, name.length() - platform().length()));
  }

  private static boolean isComplete(Path folder) {
    return NEEDED.stream().map(folder::resolve).allMatch(Files::isExecutable);
  }
}
