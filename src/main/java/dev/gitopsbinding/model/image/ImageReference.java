package dev.gitopsbinding.model.image;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A container image reference (distribution/reference grammar): a repository, optionally with a
 * tag, a digest or both.
 *
 * @param repository normalised, so that {@code nginx} is {@code docker.io/library/nginx}
 * @param tag null if the reference has none
 * @param digest null if the reference has none
 */
public record ImageReference(String repository, @Nullable String tag, @Nullable String digest) {
  private static final String HOST =
      "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?";
  private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?<host>"
              + HOST
              + ")/(?<path>"
              + PART
              + "(?:/"
              + PART
              + ")*)"
              + "(?::(?<tag>[\\w][\\w.-]{0,127}))?"
              + "(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?");
  private static final Pattern TAG = Pattern.compile("[\\w][\\w.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");
  private static final int MAX_LENGTH = 1024;

  /** Reads a reference; empty if the text is none. */
  public static Optional<ImageReference> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String full = namesHost(text) ? text : "docker.io/" + text;
    Matcher matcher = REFERENCE.matcher(full);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new ImageReference(
            repository(matcher.group("host"), matcher.group("path")),
            matcher.group("tag"),
            matcher.group("digest")));
  }

  /** Whether a text begins with a host, and not with a part of a path at Docker Hub. */
  public static boolean namesHost(String text) {
    String first = text.substring(0, Math.max(0, text.indexOf('/')));
    return first.contains(".") || first.contains(":") || first.equals("localhost");
  }

  /**
   * A name behind a registry, unless it stands there already. A registry that is no host, such as
   * {@code acme}, goes before {@code acme/web} too, as in charts.
   */
  public static String behind(String registry, String name) {
    String prefix = registry.endsWith("/") ? registry : registry + "/";
    return namesHost(name) && name.startsWith(prefix) ? name : prefix + name;
  }

  /** What stands behind the last slash of a repository. */
  public static String lastPart(String repository) {
    return repository.substring(repository.lastIndexOf('/') + 1);
  }

  /** Whether the text can be a tag. */
  public static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  /** Whether the text can be a digest, by an algorithm that the OCI image specification names. */
  public static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  private static String repository(String host, String path) {
    boolean dockerHub = host.equals("docker.io") || host.equals("index.docker.io");
    if (!dockerHub) {
      return host + "/" + path;
    }
    return "docker.io/" + (path.contains("/") ? path : "library/" + path);
  }
}
