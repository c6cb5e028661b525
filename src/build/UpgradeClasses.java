import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the classes of a jar that are older than Java 6 in the format of Java 8. Older ones are
 * never put into an ahead-of-time cache, since they hold no stack maps by which they could be
 * verified then. Instructions, fields and methods stay as they are.
 */
class UpgradeClasses {
  private static final int OLDEST = ClassFile.JAVA_6_VERSION;
  private static final int WRITTEN = ClassFile.JAVA_8_VERSION;
  private static final int HEADER = 8;

  /** The licence of what is changed asks for a notice. */
  private static final String NOTICE =
      """
      The build of gitopsbinding-operator has written the class files of this jar in the format of
      Java 8, with stack maps. It has changed nothing else.
      """;

  private UpgradeClasses() {}

  /** Does nothing to a jar without such classes. */
  static void upgrade(Path jar) {
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      List<Path> old = old(files.getPath("/"));
      if (old.isEmpty()) {
        return;
      }
      ClassFile format = format(files);
      // All are read before the first one is written.
      List<byte[]> written = old.stream().map(file -> upgraded(format, file)).toList();
      for (int i = 0; i < old.size(); i++) {
        Files.write(old.get(i), written.get(i));
      }
      Path notice = Files.writeString(files.getPath("META-INF", "CHANGES.txt"), NOTICE);
      // All three, so that two builds make the same jar.
      FileTime time = Files.getLastModifiedTime(files.getPath("META-INF", "MANIFEST.MF"));
      Files.getFileAttributeView(notice, BasicFileAttributeView.class).setTimes(time, time, time);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not upgrade the classes of " + jar, e);
    }
  }

  private static List<Path> old(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(UpgradeClasses::isOld)
          .toList();
    }
  }

  private static boolean isOld(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return ByteBuffer.wrap(in.readNBytes(HEADER)).getShort(HEADER - Short.BYTES) < OLDEST;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] upgraded(ClassFile format, Path file) {
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(WRITTEN, 0);
          } else {
            builder.with(element);
          }
        };
    // A body that is not rewritten gets no stack map.
    ClassTransform bodies =
        ClassTransform.transformingMethodBodies((body, part) -> body.with(part));
    try {
      return format.transformClass(format.parse(Files.readAllBytes(file)), version.andThen(bodies));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stack maps name the types that two others have in common, so that the jar is looked up. */
  private static ClassFile format(FileSystem files) {
    return ClassFile.of(
        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
        ClassFile.ClassHierarchyResolverOption.of(
            ClassHierarchyResolver.ofResourceParsing(type -> open(files, type))
                .orElse(ClassHierarchyResolver.defaultResolver())
                .cached()));
  }

  private static InputStream open(FileSystem files, ClassDesc type) {
    String name = type.descriptorString();
    Path file = files.getPath(name.substring(1, name.length() - 1) + ".class");
    try {
      return Files.exists(file) ? Files.newInputStream(file) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
