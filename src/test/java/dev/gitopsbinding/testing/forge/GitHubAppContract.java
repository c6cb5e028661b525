package dev.gitopsbinding.testing.forge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer as GitHub documents it. */
public record GitHubAppContract(String name, String text) {
  private static final Path CONTRACTS = Path.of("src/test/resources/forge-app");

  /** Reads a file of the folder. */
  public static GitHubAppContract read(String name) {
    try {
      return new GitHubAppContract(name, Files.readString(CONTRACTS.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of a header line; empty if there is none. */
  public String header(String key) {
    Matcher line =
        Pattern.compile("(?m)^# " + key + ": (.*)$").matcher(text.split("\n---\n", 2)[0]);
    return line.find() ? line.group(1) : "";
  }

  String body() {
    return text.split("\n---\n", 2)[1].strip();
  }

  @Override
  public String toString() {
    return name;
  }
}
