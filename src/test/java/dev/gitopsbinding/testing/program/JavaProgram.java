package dev.gitopsbinding.testing.program;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program and the one way in which programs are started as processes of their own: the options
 * that are shipped, a given heap, and an AOT cache or else an archive of classes, if there is one.
 *
 * @param jar relative to the project, as when the AOT cache was made; the archive stands beside it
 * @param aotCache used if the file exists
 * @param extraOptions for the JVM
 */
public record JavaProgram(String jar, Path aotCache, List<String> extraOptions) {
  /** The operator as it is built. */
  public static final JavaProgram OPERATOR =
      new JavaProgram(
          "target/gitopsbinding-operator.jar",
          Path.of("target/gitopsbinding-operator.aot"),
          List.of());

  private static final Path OPTIONS = Path.of("src/build/jvm.options");

  /** Copies the list. */
  public JavaProgram {
    extraOptions = List.copyOf(extraOptions);
  }

  /** The command line for a heap of so many MiB. */
  public List<String> command(int heapMiB) {
    List<String> command = new ArrayList<>(java());
    command.add("-Xmx" + heapMiB + "m");
    if (Files.exists(aotCache)) {
      command.add("-XX:AOTCache=" + aotCache);
    } else if (Files.exists(classArchive())) {
      command.add("-XX:SharedArchiveFile=" + classArchive());
    }
    command.addAll(extraOptions);
    command.addAll(List.of("-jar", jar));
    return command;
  }

  /** What {@code src/build/class-archive.sh} makes. */
  private Path classArchive() {
    return Path.of(jar.replaceFirst("\\.jar$", ".jsa"));
  }

  /** The JVM with the options that are shipped. */
  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(tool("java"));
    if (Files.exists(OPTIONS)) {
      command.add("@" + OPTIONS);
    }
    return command;
  }

  /** A program of the JDK that runs the tests. */
  public static String tool(String name) {
    return System.getProperty("java.home") + File.separator + "bin" + File.separator + name;
  }
}
