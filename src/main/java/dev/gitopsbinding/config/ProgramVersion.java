package dev.gitopsbinding.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.Attributes.Name;
import java.util.jar.Manifest;

/**
 * Which program this is, as the manifest of its jar says.
 *
 * @param version as in {@code pom.xml}; {@code without a version} outside of a jar
 * @param revision the git commit that it was built from, 40 hex digits; {@code unknown} if the
 *     build did not get it
 */
public record ProgramVersion(String version, String revision) {
  private static final Name REVISION = new Name("Implementation-Revision");
  private static final String UNKNOWN = "unknown";
  private static final int SHORT = 12;

  /** The version of the jar that this class is in. */
  public static ProgramVersion read() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null
        ? new ProgramVersion("without a version", UNKNOWN)
        : new ProgramVersion(version, revision(version));
  }

  /**
   * The revision in the first manifest of the class path, if that is of the same version: a library
   * may stand before this jar.
   */
  private static String revision(String version) {
    try (InputStream stream = ProgramVersion.class.getResourceAsStream("/META-INF/MANIFEST.MF")) {
      return stream == null ? UNKNOWN : revision(version, new Manifest(stream).getMainAttributes());
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  static String revision(String version, Attributes manifest) {
    String revision = manifest.getValue(REVISION);
    return revision == null
            || revision.isBlank()
            || !version.equals(manifest.getValue(Name.IMPLEMENTATION_VERSION))
            || !isOurs(manifest)
        ? UNKNOWN
        : revision;
  }

  private static boolean isOurs(Attributes manifest) {
    return Objects.equals(
        manifest.getValue(Name.IMPLEMENTATION_TITLE),
        ProgramVersion.class.getPackage().getImplementationTitle());
  }

  /** The version of the JVM that runs, such as {@code 25.0.1+8-LTS}. */
  public static String java() {
    return Runtime.version().toString();
  }

  /** For people: version, the revision's first digits, and the JVM. */
  public String text() {
    String digits = revision.length() > SHORT ? revision.substring(0, SHORT) : revision;
    return "%s (revision %s, Java %s)".formatted(version, digits, java());
  }
}
