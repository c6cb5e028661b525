package dev.gitopsbinding.api.v1alpha1.rule;

/** Branches: git-check-ref-format(1), rules 1 to 10. */
public final class BranchRules {
  private BranchRules() {}

  public static final String BRANCH_CHARACTERS = "!self.matches(r'[\\x00-\\x20\\x7f~^:?*\\[\\\\]')";
  public static final String BRANCH_CHARACTERS_MESSAGE =
      "must be a branch name: without spaces, control characters and any of ~ ^ : ? * [ \\";
  public static final String BRANCH_DOTS =
      "!self.matches(r'[.][.]|(^|/)[.]|[.]$|[.]lock(/|$)') && !self.contains('@{')";
  public static final String BRANCH_DOTS_MESSAGE =
      "must be a branch name: without '..' and '@{', no part beginning with '.' or ending with"
          + " '.lock', no '.' at the end";
  public static final String BRANCH_SLASHES =
      "!self.matches('^[-/]|//|/$') && self != '@' && self != 'HEAD'";
  public static final String BRANCH_SLASHES_MESSAGE =
      "must be a branch name: no '-' or '/' at the beginning, no '/' at the end, no '//',"
          + " not HEAD or @";
  public static final String BRANCH_SHORT = "!self.startsWith('refs/')";
  public static final String BRANCH_SHORT_MESSAGE =
      "must be the branch's short name: write main, not refs/heads/main";
}
