package dev.gitopsbinding.git.source.paths;

import dev.gitopsbinding.model.paths.PathFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Paths, and filters of which some meet them. */
final class RandomPaths {
  /** Short, so that patterns meet them; some look like patterns, and some are not ASCII. */
  private static final List<String> NAMES =
      List.of("a", "b", "ab", "a.b", "a-b", "a0", "B", "é", "x.md", "[a]", "a*", "[a", "sub");

  private static final List<String> PARTS =
      List.of(
          "*",
          "?",
          "??",
          "a*",
          "*b",
          "*.md",
          "**",
          "**",
          "a**",
          "**b",
          "***",
          "[ab]",
          "[!a]",
          "[^ab]",
          "[a-b]*",
          "[[:lower:]]",
          "[[:punct:]a]*",
          "[]a]",
          "[a",
          "[a]?",
          "[[:no:]]",
          "[a[:x]",
          "*a*b*",
          "?*",
          "[!-]",
          "x.[a-z]d",
          "[b-a]",
          "[/]",
          "[-a]*",
          "[a-]*",
          "[a/b]",
          "é*",
          "*?*");

  private final Random random;

  /** Paths of the history that is made, so that a path changes more than once. */
  private final List<String> used = new ArrayList<>();

  RandomPaths(Random random) {
    this.random = random;
  }

  /** From here on another history is made. */
  void forgetUsed() {
    used.clear();
  }

  PathFilter filter() {
    List<String> include = patterns(random.nextInt(4));
    List<String> exclude = patterns(include.isEmpty() ? 1 + random.nextInt(2) : random.nextInt(3));
    return new PathFilter(include, exclude);
  }

  private List<String> patterns(int count) {
    return Stream.generate(this::pattern)
        .filter(text -> !text.matches("[:!].*|.*[*?\\[].*/"))
        .limit(count)
        .toList();
  }

  private String pattern() {
    if (random.nextInt(6) == 0) {
      return any(List.of("sub/", "sub", "a/sub/", "a/", "b/a", "ab/"));
    }
    String text =
        IntStream.rangeClosed(0, random.nextInt(3))
            .mapToObj(_ -> any(random.nextInt(3) == 0 ? NAMES : PARTS))
            .collect(Collectors.joining("/"));
    return random.nextInt(6) == 0 ? text + any(List.of("/", "a", "*", "**", "/**")) : text;
  }

  String path() {
    if (!used.isEmpty() && random.nextInt(2) == 0) {
      return any(used);
    }
    String path =
        IntStream.rangeClosed(0, random.nextInt(3))
            .mapToObj(_ -> any(NAMES))
            .collect(Collectors.joining("/"));
    used.add(path);
    return path;
  }

  private String any(List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }
}
