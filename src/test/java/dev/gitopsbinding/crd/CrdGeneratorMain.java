package dev.gitopsbinding.crd;

import dev.gitopsbinding.documentation.ReferencePages;
import dev.gitopsbinding.installation.ChartFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the custom resource definition, what the Helm chart has of it, and the pages about its
 * fields, into the repository whose top folder is the argument.
 */
final class CrdGeneratorMain {
  private CrdGeneratorMain() {}

  /** Started by {@code make crds}. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments.length == 0 ? "." : arguments[0]).resolve(CrdDocument.FILE);
    Files.createDirectories(file.getParent());
    Files.writeString(file, CrdDocument.generate());
    System.out.println("Wrote " + CrdDocument.FILE);
    Path root = Path.of(arguments.length == 0 ? "." : arguments[0]);
    for (var generated : ChartFiles.generate(root).entrySet()) {
      Path copy = root.resolve(ChartFiles.CHART).resolve(generated.getKey());
      Files.createDirectories(copy.getParent());
      Files.writeString(copy, generated.getValue());
    }
    System.out.println("Wrote what the chart copies");
    for (var page : ReferencePages.generate(root).entrySet()) {
      Files.writeString(root.resolve(page.getKey()), page.getValue());
      System.out.println("Wrote " + page.getKey());
    }
  }
}
