package dev.gitopsbinding.testing.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP sockets of this process, with the options that the kernel has for them. Needs Linux. */
public final class OpenSockets {
  private static final Path SELF = Path.of("/proc/self");
  private static final String ESTABLISHED = "01";
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final int HEX = 16;

  // The numbers of the Linux ABI.
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;

  private OpenSockets() {}

  /** Whether TCP_NODELAY is set, for each established connection to the remote port. */
  public static List<Boolean> noDelayTo(int remotePort) {
    Set<String> names =
        Stream.of("tcp", "tcp6")
            .flatMap(table -> lines(SELF.resolve("net").resolve(table)))
            .map(line -> line.strip().split("\\s+"))
            .filter(fields -> fields[STATE].equals(ESTABLISHED))
            .filter(fields -> port(fields[2]) == remotePort)
            .map(fields -> "socket:[" + fields[INODE] + "]")
            .collect(Collectors.toSet());
    try (Stream<Path> descriptors = Files.list(SELF.resolve("fd"))) {
      return descriptors
          .filter(descriptor -> target(descriptor).filter(names::contains).isPresent())
          .flatMap(
              descriptor -> noDelay(Integer.parseInt(descriptor.getFileName().toString())).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.readAllLines(table).stream().skip(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port(String hexAddress) {
    return Integer.parseInt(hexAddress.substring(hexAddress.indexOf(':') + 1), HEX);
  }

  /** Empty if the descriptor was closed meanwhile. */
  private static Optional<String> target(Path descriptor) {
    try {
      return Optional.of(Files.readSymbolicLink(descriptor).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Empty if the descriptor was closed meanwhile. */
  @SuppressWarnings("restricted")
  private static Optional<Boolean> noDelay(int descriptor) {
    Linker linker = Linker.nativeLinker();
    MethodHandle getsockopt =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("getsockopt"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment size = arena.allocateFrom(JAVA_INT, (int) JAVA_INT.byteSize());
      int failed = (int) getsockopt.invokeExact(descriptor, IPPROTO_TCP, TCP_NODELAY, value, size);
      return failed == 0 ? Optional.of(value.get(JAVA_INT, 0) != 0) : Optional.empty();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("getsockopt throws nothing", e);
    }
  }
}
