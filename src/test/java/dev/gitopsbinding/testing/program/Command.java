package dev.gitopsbinding.testing.program;

import dev.gitopsbinding.model.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program of the machine, run to its end. */
public final class Command {
  private static final long TIMEOUT_SECONDS = 120;

  private final Path directory;
  private final Map<String, String> environment;

  private Command(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** What a program said. */
  public record Output(int exitCode, Content content, String errors) {
    /** What it wrote to its standard output, without the last line break. */
    public String text() {
      return new String(content.bytes(), StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public String toString() {
      return "exit code " + exitCode + "\n" + text() + "\n" + errors;
    }
  }

  /** Runs programs in a directory. */
  public static Command in(Path directory) {
    return new Command(directory, Map.of());
  }

  /** The same, with more environment variables. */
  public Command with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new Command(directory, all);
  }

  /** Runs a program that has to succeed; answers what it printed. */
  public String run(String... command) {
    return feed(new byte[0], command).text();
  }

  /** Runs a program that reads {@code input} and has to succeed. */
  public Output feed(byte[] input, String... command) {
    Output output = attempt(input, command);
    if (output.exitCode() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + output);
    }
    return output;
  }

  /** Runs a program that may fail. */
  public Output attempt(byte[] input, String... command) {
    ProcessBuilder builder = new ProcessBuilder(List.of(command)).directory(directory.toFile());
    builder.environment().putAll(environment);
    try {
      return await(builder.start(), input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(String.join(" ", command) + " was interrupted", e);
    }
  }

  private static Output await(Process process, byte[] input)
      throws IOException, InterruptedException {
    try {
      CompletableFuture<byte[]> errors = readAll(process.getErrorStream());
      CompletableFuture<byte[]> output = readAll(process.getInputStream());
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input);
      }
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running after " + TIMEOUT_SECONDS + " s");
      }
      return new Output(
          process.exitValue(),
          Content.of(output.join()),
          new String(errors.join(), StandardCharsets.UTF_8).stripTrailing());
    } finally {
      process.destroyForcibly();
    }
  }

  private static CompletableFuture<byte[]> readAll(InputStream stream) {
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (stream) {
                result.complete(stream.readAllBytes());
              } catch (IOException e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }
}
