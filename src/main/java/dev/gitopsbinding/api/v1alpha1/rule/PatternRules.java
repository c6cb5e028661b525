package dev.gitopsbinding.api.v1alpha1.rule;

/** Patterns of paths: gitglossary(7), "pathspec". */
public final class PatternRules {
  private PatternRules() {}

  public static final String PATHS_NOT_EMPTY = "has(self.include) || has(self.exclude)";
  public static final String PATHS_NOT_EMPTY_MESSAGE =
      "must hold include or exclude: name the files that count, such as include: [services/web/**]";
  public static final String PATTERN_RELATIVE = "!self.exists(p, p.startsWith('/'))";
  public static final String PATTERN_RELATIVE_MESSAGE =
      "must be relative to the repository's top folder: remove the '/' at the beginning";
  public static final String PATTERN_UP = "!self.exists(p, p.matches(r'(^|/)[.][.](/|$)'))";
  public static final String PATTERN_UP_MESSAGE =
      "must not hold '..': write the pattern from the repository's top folder";
  public static final String PATTERN_PARTS = "!self.exists(p, p.matches(r'//|(^|/)[.](/|$)'))";
  public static final String PATTERN_PARTS_MESSAGE =
      "must not hold '.' as a part or '//': write services/web, and ** for all files";
  public static final String PATTERN_MAGIC = "!self.exists(p, p.matches('^[:!]'))";
  public static final String PATTERN_MAGIC_MESSAGE =
      "must not begin with ':' or '!': put a pattern of files that do not count into exclude";
  public static final String PATTERN_FOLDER = "!self.exists(p, p.matches(r'[*?\\[].*/$'))";
  public static final String PATTERN_FOLDER_MESSAGE =
      "must not end with '/' behind a wildcard, which would match nothing: write services/*/**";
  public static final String PATTERN_CHARACTERS =
      "!self.exists(p, p.matches(r'[\\\\" + TextRules.CONTROL + "]'))";
  public static final String PATTERN_CHARACTERS_MESSAGE =
      "must not hold backslashes or control characters: separate folders by '/', and write [*] for"
          + " a '*' in a name";
}
