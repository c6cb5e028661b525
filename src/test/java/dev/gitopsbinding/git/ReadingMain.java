package dev.gitopsbinding.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads one tip in a process of its own. */
final class ReadingMain {
  private ReadingMain() {}

  public static void main(String[] arguments) throws IOException {
    Credential credential =
        new Credential.Anonymous(Optional.of(Files.readString(Path.of(arguments[1]))));
    System.out.println(
        "tip " + Reading.commit(Reading.tip(Reading.SETTINGS, arguments[0], credential)));
  }
}
