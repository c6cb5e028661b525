package dev.gitopsbinding.bench.operator;

import dev.gitopsbinding.bench.lab.Await;
import dev.gitopsbinding.bench.lab.BenchException;
import dev.gitopsbinding.bench.lab.Lab;
import dev.gitopsbinding.testing.program.JavaProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Packs {@link EmptyOperator} as the operator is packed, with an AOT cache if that has one. */
public final class EmptyProgram {
  private static final Path JAR = Path.of("target/bench/empty-operator.jar");
  private static final Path AOT_CACHE = Path.of("target/bench/empty-operator.aot");
  private static final Path CLASSES = Path.of("target/test-classes");
  private static final Duration TRAINING = Duration.ofSeconds(5);

  private EmptyProgram() {}

  /** Makes the jar, and trains it with the bindings that are there if the operator was trained. */
  public static JavaProgram make(Lab lab) {
    pack();
    var plain = new JavaProgram(JAR.toString(), AOT_CACHE, List.of());
    try {
      Files.deleteIfExists(AOT_CACHE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (Files.exists(JavaProgram.OPERATOR.aotCache())) {
      var training =
          new JavaProgram(JAR.toString(), AOT_CACHE, List.of("-XX:AOTCacheOutput=" + AOT_CACHE));
      try (var _ = OperatorProcess.start(lab, "empty-training", training, 256)) {
        Await.pause(TRAINING);
      }
      if (!Files.exists(AOT_CACHE)) {
        throw new BenchException("the empty operator left no AOT cache");
      }
    }
    return plain;
  }

  private static void pack() {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, EmptyOperator.class.getName());
    attributes.put(Attributes.Name.CLASS_PATH, classPath());
    try (OutputStream file = Files.newOutputStream(JAR);
        var jar = new JarOutputStream(file, manifest)) {
      for (Class<?> type : List.of(EmptyOperator.class, EmptyOperator.NoOperation.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        Files.copy(CLASSES.resolve(name), jar);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The operator's libraries, and its jar for the resource's types and the logging. */
  private static String classPath() {
    try (Stream<Path> libraries = Files.list(Path.of("target/lib"))) {
      return "../gitopsbinding-operator.jar "
          + libraries
              .map(library -> "../lib/" + library.getFileName())
              .sorted()
              .collect(Collectors.joining(" "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
