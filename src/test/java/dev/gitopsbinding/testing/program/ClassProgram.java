package dev.gitopsbinding.testing.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A class of the tests as a process of its own, with the options that are shipped and the heap of a
 * pod of 512 MiB, for what the memory of the tests' own process would hide.
 */
public final class ClassProgram implements AutoCloseable {
  /** 70 % of 512 MiB. */
  public static final int HEAP_MIB = 358;

  private final Process process;
  private final BufferedReader output;
  private final Thread killAtExit;

  private ClassProgram(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.killAtExit = new Thread(process::destroyForcibly, "kill a program");
    Runtime.getRuntime().addShutdownHook(killAtExit);
  }

  /** Starts {@code main} with arguments; what it says to standard error is the tests' own. */
  public static ClassProgram start(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(JavaProgram.tool("java"));
    command.add("@" + Path.of("src/build/jvm.options"));
    command.add("-Xmx" + HEAP_MIB + "m");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    try {
      return new ClassProgram(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line that it says; waits for it. Empty text at its end. */
  public String line() {
    try {
      String line = output.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits for its end; answers its exit code.
   *
   * @throws IllegalStateException if it runs still after {@code limit}
   */
  public int awaitEnd(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("it runs still after " + limit);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    Runtime.getRuntime().removeShutdownHook(killAtExit);
  }
}
