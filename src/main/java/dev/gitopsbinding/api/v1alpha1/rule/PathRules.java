package dev.gitopsbinding.api.v1alpha1.rule;

/** Paths of files inside a repository. */
public final class PathRules {
  private PathRules() {}

  public static final String PATH_RELATIVE = "!self.startsWith('/')";
  public static final String PATH_RELATIVE_MESSAGE =
      "must be relative to the repository's top folder: remove the '/' at the beginning";
  public static final String PATH_UP = "!self.matches(r'(^|/)[.][.](/|$)')";
  public static final String PATH_UP_MESSAGE =
      "must not hold '..': write the path from the repository's top folder";
  public static final String PATH_PARTS = "!self.matches(r'.//|(^|/)[.](/|$)|/$')";
  public static final String PATH_PARTS_MESSAGE =
      "must name a file: without '.' as a part, '//', or '/' at the end";
  public static final String PATH_GIT = "!self.matches(r'(?i)(^|/)[.]git(/|$)')";
  public static final String PATH_GIT_MESSAGE = "must not lead into a folder .git";
  public static final String PATH_CHARACTERS = "!self.matches(r'[\\\\" + TextRules.CONTROL + "]')";
  public static final String PATH_CHARACTERS_MESSAGE =
      "must not hold backslashes or control characters: separate folders by '/'";
}
