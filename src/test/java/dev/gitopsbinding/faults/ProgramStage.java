package dev.gitopsbinding.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.scenario.stage.Scene;
import dev.gitopsbinding.testing.apiserver.ApiServer;
import dev.gitopsbinding.testing.git.SshGitServer;
import dev.gitopsbinding.testing.net.FaultyForwarder;
import dev.gitopsbinding.testing.program.ClassProgram;
import dev.gitopsbinding.testing.program.JavaProgram;
import dev.gitopsbinding.testing.program.OperatorProgram;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The packaged operator, in one process or several, under the shipped RBAC with tokens of its
 * service account, before a real API server and a real git server over SSH. All tests of a class
 * share the processes and the namespaces.
 */
final class ProgramStage implements AutoCloseable {
  private static final String SYSTEM_NAMESPACE = "gitopsbinding-system";
  private static final String ACCOUNT = "gitopsbinding-operator";

  /** A hexadecimal mask, see proc(5). */
  private static final String IGNORED_SIGNALS = "SigIgn:";

  /** SIGINT is number 2, the second bit. */
  private static final long INTERRUPT = 1 << (2 - 1);

  private final ApiServer api;
  private final SshGitServer git = SshGitServer.start();
  private final List<String> namespaces;
  private final Path folder;
  private final Map<String, FaultyForwarder> forwarders = new HashMap<>();
  private final List<OperatorProgram> programs = new ArrayList<>();

  private ProgramStage(ApiServer api, List<String> namespaces, Path folder) {
    this.api = api;
    this.folder = folder;
    this.namespaces = namespaces;
  }

  /** Sets all up but the operator. */
  static ProgramStage set(ApiServer api) {
    return set(api, List.of("shop"));
  }

  /** The same, with a namespace for each of the names. */
  static ProgramStage set(ApiServer api, List<String> names) {
    return in(api, names.stream().map(api::createNamespace).toList());
  }

  /** With a namespace for bindings, and the operator's own, where it manages itself. */
  static ProgramStage setWithItself(ApiServer api) {
    return in(api, List.of(api.createNamespace("shop"), SYSTEM_NAMESPACE));
  }

  private static ProgramStage in(ApiServer api, List<String> namespaces) {
    api.installOperator();
    Path folder = Path.of("target", "programs", UUID.randomUUID().toString()).toAbsolutePath();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ProgramStage(api, namespaces, folder);
  }

  /** A source and a manifest repository, which writes down all that its branch pointed at. */
  Scene scene() {
    return scene(0);
  }

  /** The same in another namespace. */
  Scene scene(int number) {
    var scene = new Scene(api, git, namespaces.get(number));
    scene.manifest.git("config", "core.logAllRefUpdates", "true");
    return scene;
  }

  /**
   * Starts a process, and waits for nothing.
   *
   * @param name of its pod; processes of one name use one cache folder and are one for the lease
   */
  OperatorProgram start(String name) {
    return start(name, withInterrupt());
  }

  /** The same by a program that starts it with other limits or rights. */
  OperatorProgram start(String name, List<String> under) {
    var setup =
        new OperatorProgram.Setup(
            JavaProgram.OPERATOR,
            name,
            ClassProgram.HEAP_MIB,
            kubeconfig(name),
            SYSTEM_NAMESPACE,
            cacheFolder(name),
            folder.resolve(name + ".log"),
            Map.of("GITOPSBINDING_WATCH_NAMESPACES", String.join(",", namespaces)),
            under);
    OperatorProgram program = OperatorProgram.start(setup);
    programs.add(program);
    return program;
  }

  /** Starts a process, and waits until it works. */
  OperatorProgram startLeader(String name) {
    OperatorProgram program = start(name);
    program.awaitReady();
    program.awaitLeading(api.admin());
    return program;
  }

  /** The way to the API server of all processes of a name. */
  FaultyForwarder api(String name) {
    return forwarders.computeIfAbsent(name, _ -> FaultyForwarder.to(api.port()));
  }

  /** The lease that the processes hold in turns. */
  Resource<Lease> lease() {
    return api.admin().leases().inNamespace(SYSTEM_NAMESPACE).withName(ACCOUNT);
  }

  ApiServer api() {
    return api;
  }

  SshGitServer git() {
    return git;
  }

  Path cacheFolder(String name) {
    return folder.resolve(name + "-cache");
  }

  /** The folders that processes made in the cache folder of this name. */
  List<String> processFolders(String name) {
    try (Stream<Path> folders = Files.list(cacheFolder(name))) {
      return folders.map(path -> path.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills all processes, and deletes the lease, which others in this cluster may want. */
  @Override
  public void close() {
    programs.forEach(OperatorProgram::close);
    forwarders.values().forEach(FaultyForwarder::close);
    git.close();
    lease().delete();
  }

  /**
   * What starts a process that SIGINT ends. Under {@code make test &} a shell starts make with
   * SIGINT ignored; children inherit that, and a JVM keeps it.
   */
  private static List<String> withInterrupt() {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(status)) {
      boolean ignored =
          lines
              .filter(line -> line.startsWith(IGNORED_SIGNALS))
              .map(line -> line.substring(IGNORED_SIGNALS.length()).strip())
              .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & INTERRUPT) != 0);
      return ignored ? List.of("env", "--default-signal=INT") : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path kubeconfig(String name) {
    Path plain = api.kubeconfigOf(SYSTEM_NAMESPACE, ACCOUNT);
    String port = ":" + api.port();
    try {
      String text = Files.readString(plain);
      assertThat(text).contains(port);
      return Files.writeString(
          folder.resolve(name + ".kubeconfig"), text.replace(port, ":" + api(name).port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
