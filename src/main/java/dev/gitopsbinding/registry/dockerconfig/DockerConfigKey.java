package dev.gitopsbinding.registry.dockerconfig;

import dev.gitopsbinding.model.image.ImageReference;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images that an entry of a Docker config applies to (Kubernetes, "Images", "Interpretation of
 * config.json").
 *
 * @param labels of the host, in lower case; {@code *} stands for any characters within a label
 * @param port as written, or empty; must equal that of the image
 * @param path the path segments that the image's name must begin with
 */
record DockerConfigKey(List<String> labels, String port, List<String> path) {
  /** The most specific first. */
  static final Comparator<DockerConfigKey> MOST_SPECIFIC =
      Comparator.comparingInt((DockerConfigKey key) -> -key.path.size())
          .thenComparing(DockerConfigKey::isGlob)
          .thenComparingInt(key -> -String.join(".", key.labels).length());

  private static final Set<String> DOCKER_HUB = Set.of("index.docker.io", "registry-1.docker.io");
  private static final Pattern KEY =
      Pattern.compile("(?:https?://)?([^/:]+|\\[[^]/]*])(?::([0-9]+))?(/.*)?");
  private static final Pattern VERSION = Pattern.compile("^/v[12](?=/|$)");

  /** Reads a key. A malformed key fits no image. */
  static DockerConfigKey parse(String text) {
    Matcher matcher = KEY.matcher(text);
    if (!matcher.matches()) {
      return new DockerConfigKey(List.of(), "", List.of());
    }
    return of(
        Objects.requireNonNullElse(matcher.group(1), ""),
        Objects.requireNonNullElse(matcher.group(2), ""),
        VERSION.matcher(Objects.requireNonNullElse(matcher.group(3), "")).replaceFirst(""));
  }

  /** Whether the entry applies to an image. */
  boolean fits(ImageReference image) {
    DockerConfigKey other = parse(image.repository());
    return labels.size() == other.labels.size()
        && port.equals(other.port)
        && path.size() <= other.path.size()
        && path.equals(other.path.subList(0, path.size()))
        && fits(other.labels);
  }

  private boolean fits(List<String> others) {
    for (int i = 0; i < labels.size(); i++) {
      if (!fits(labels.get(i), others.get(i))) {
        return false;
      }
    }
    return !labels.isEmpty();
  }

  /** Finds the pieces between asterisks one after the other, in linear time. */
  private static boolean fits(String glob, String label) {
    String[] pieces = glob.split("\\*", -1);
    String last = pieces[pieces.length - 1];
    if (pieces.length == 1) {
      return glob.equals(label);
    }
    int at = pieces[0].length();
    if (!label.startsWith(pieces[0])) {
      return false;
    }
    for (int i = 1; i < pieces.length - 1; i++) {
      int found = label.indexOf(pieces[i], at);
      if (found < 0) {
        return false;
      }
      at = found + pieces[i].length();
    }
    return label.length() - at >= last.length() && label.endsWith(last);
  }

  private boolean isGlob() {
    return labels.stream().anyMatch(label -> label.indexOf('*') >= 0);
  }

  private static DockerConfigKey of(String host, String port, String path) {
    String lower = host.toLowerCase(Locale.ROOT);
    String name = DOCKER_HUB.contains(lower) && port.isEmpty() ? "docker.io" : lower;
    return new DockerConfigKey(
        List.of(name.split("\\.", -1)),
        port,
        List.of(path.split("/", -1)).stream().filter(part -> !part.isEmpty()).toList());
  }
}
