package dev.gitopsbinding.cli.migrate;

import dev.gitopsbinding.model.text.EditDistance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The annotations of one Deployment that are meant for gitops-operator. A name counts without its
 * prefix too, where the Deployment names both repositories; the whole name wins. An empty value
 * counts as none.
 */
final class AnnotationValues {
  /** At most so many letters differ from the name that was probably meant. */
  private static final int NEAR = 3;

  private final Map<Annotation, String> values = new EnumMap<>(Annotation.class);
  private final Set<Annotation> withoutPrefix = EnumSet.noneOf(Annotation.class);
  private final Set<String> unknown = new TreeSet<>();

  private AnnotationValues() {}

  static boolean isAny(Map<String, String> annotations) {
    return hasShortNames(annotations)
        || annotations.keySet().stream().anyMatch(key -> key.startsWith(Annotation.PREFIX));
  }

  static AnnotationValues of(Map<String, String> annotations) {
    var found = new AnnotationValues();
    for (Annotation annotation : Annotation.values()) {
      String whole = annotations.getOrDefault(annotation.key(), "").strip();
      String bare = annotations.getOrDefault(annotation.shortName(), "").strip();
      if (!whole.isEmpty()) {
        found.values.put(annotation, whole);
      } else if (!bare.isEmpty() && hasShortNames(annotations)) {
        found.values.put(annotation, bare);
        found.withoutPrefix.add(annotation);
      }
    }
    Set<String> known = new TreeSet<>();
    Arrays.stream(Annotation.values()).map(Annotation::key).forEach(known::add);
    annotations.keySet().stream()
        .filter(key -> key.startsWith(Annotation.PREFIX) && !known.contains(key))
        .forEach(found.unknown::add);
    return found;
  }

  /** The value without spaces around it. */
  Optional<String> get(Annotation annotation) {
    return Optional.ofNullable(values.get(annotation));
  }

  /** The value, or what gitops-operator takes instead. */
  String orFallback(Annotation annotation) {
    return values.getOrDefault(annotation, annotation.fallback());
  }

  boolean hasAny(Annotation... annotations) {
    return Arrays.stream(annotations).anyMatch(values::containsKey);
  }

  /** Those whose value was found under the name without the prefix. */
  List<Annotation> withoutPrefix() {
    return new ArrayList<>(withoutPrefix);
  }

  /** Names with the prefix that no version has read. */
  List<String> unknown() {
    return List.copyOf(unknown);
  }

  /** The known name that an unknown one is probably meant to be. */
  static Optional<Annotation> meantBy(String unknownKey) {
    String name = unknownKey.substring(Annotation.PREFIX.length());
    return Arrays.stream(Annotation.values())
        .filter(annotation -> name.length() <= annotation.shortName().length() + NEAR)
        .filter(annotation -> EditDistance.between(name, annotation.shortName()) <= NEAR)
        .min(Comparator.comparingInt(one -> EditDistance.between(name, one.shortName())));
  }

  private static boolean hasShortNames(Map<String, String> annotations) {
    return annotations.containsKey(Annotation.APP_REPOSITORY.shortName())
        && annotations.containsKey(Annotation.MANIFEST_REPOSITORY.shortName());
  }
}
