package dev.gitopsbinding.http.hook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secrets of the providers: a file for each, as a Secret is mounted, with one secret in each
 * line, so that two are valid while they are changed. A file is read at most once a second, however
 * many requests come.
 */
final class HookSecrets {
  private static final Logger LOG = LoggerFactory.getLogger(HookSecrets.class);

  /** A shorter one could be guessed. */
  static final int SHORTEST = 16;

  private static final int LONGEST_FILE = 16 << 10;
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Path folder;
  private final LongSupplier nanos;
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  /** Shows no secret. */
  private record Held(List<String> secrets, String problem, long at) {
    @Override
    public String toString() {
      return secrets.size() + " secrets";
    }
  }

  /**
   * @param nanos as {@link System#nanoTime}
   */
  HookSecrets(Path folder, LongSupplier nanos) {
    this.folder = folder;
    this.nanos = nanos;
  }

  /**
   * The secrets of a provider; none if there is no usable file.
   *
   * @param provider the name of one that is known, never a text of a request
   */
  List<String> of(String provider) {
    return held.compute(
            provider,
            (name, known) ->
                known != null && nanos.getAsLong() - known.at() < FRESH.toNanos()
                    ? known
                    : readAgain(name, known == null ? "" : known.problem()))
        .secrets();
  }

  /** Logs a problem when it is new. */
  private Held readAgain(String provider, String problemBefore) {
    Held now = read(folder.resolve(provider));
    if (!now.problem().isEmpty() && !now.problem().equals(problemBefore)) {
      LOG.warn("Webhooks of {} are not accepted: {}", provider, now.problem());
    }
    return now;
  }

  private Held read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
      List<String> secrets =
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      boolean usable =
          bytes.length <= LONGEST_FILE
              && secrets.stream().allMatch(secret -> secret.length() >= SHORTEST);
      return usable && !secrets.isEmpty()
          ? new Held(secrets, "", nanos.getAsLong())
          : none(
              "%s must hold secrets of %d characters or more, each in a line, %d KiB in all"
                  .formatted(file, SHORTEST, LONGEST_FILE >> 10));
    } catch (NoSuchFileException e) {
      return none("");
    } catch (IOException e) {
      return none("%s cannot be read (%s)".formatted(file, e.getClass().getSimpleName()));
    }
  }

  private Held none(String problem) {
    return new Held(List.of(), problem, nanos.getAsLong());
  }
}
