import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Makes all jars of a folder fit for an ahead-of-time cache. It takes their signatures off: classes
 * of signed jars are never put into a cache, and each is verified when it is loaded. Maven has
 * compared the files with the repository's checksums before. And it has the classes of picocli,
 * which are as old as Java 5, written in a format that a cache takes.
 *
 * <p>Usage: {@code java PrepareJars.java FOLDER}. Does nothing to jars that are fit already.
 */
class PrepareJars {
  private static final String SIGNATURES = ".*\\.(SF|RSA|DSA|EC)";

  public static void main(String[] arguments) throws IOException {
    try (Stream<Path> jars = Files.list(Path.of(arguments[0]))) {
      jars.filter(jar -> jar.toString().endsWith(".jar")).forEach(PrepareJars::prepare);
    }
  }

  private static void prepare(Path jar) {
    unsign(jar);
    if (jar.getFileName().toString().startsWith("picocli-")) {
      UpgradeClasses.upgrade(jar);
    }
  }

  private static void unsign(Path jar) {
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      List<Path> signatures = signatures(files.getPath("META-INF"));
      if (signatures.isEmpty()) {
        return;
      }
      for (Path signature : signatures) {
        Files.delete(signature);
      }
      removeDigests(files.getPath("META-INF", "MANIFEST.MF"));
    } catch (IOException e) {
      throw new UncheckedIOException("Could not take the signature off " + jar, e);
    }
  }

  private static List<Path> signatures(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().matches(SIGNATURES)).toList();
    }
  }

  /** Their thousands of lines would be read at each start. */
  private static void removeDigests(Path file) throws IOException {
    Manifest manifest;
    try (var in = Files.newInputStream(file)) {
      manifest = new Manifest(in);
    }
    manifest.getEntries().values().removeIf(PrepareJars::holdsNothingButDigests);
    try (var out = Files.newOutputStream(file)) {
      manifest.write(out);
    }
  }

  private static boolean holdsNothingButDigests(Attributes attributes) {
    return attributes.keySet().stream().allMatch(name -> name.toString().endsWith("-Digest"));
  }
}
