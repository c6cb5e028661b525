package dev.gitopsbinding.crd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the custom resource definition into the repository whose top folder is the argument. */
final class CrdGeneratorMain {
  private CrdGeneratorMain() {}

  /** Started by {@code make crds}. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments.length == 0 ? "." : arguments[0]).resolve(CrdDocument.FILE);
    Files.createDirectories(file.getParent());
    Files.writeString(file, CrdDocument.generate());
    System.out.println("Wrote " + CrdDocument.FILE);
  }
}
