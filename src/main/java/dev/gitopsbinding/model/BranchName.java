package dev.gitopsbinding.model;

import java.util.regex.Pattern;

/** The rules of git-check-ref-format(1) for a branch name. */
public final class BranchName {
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "[\\x00-\\x20\\x7f~^:?*\\[\\\\]|\\.\\.|@\\{|//|^/|/$|\\.$|^-|(^|/)\\.|\\.lock(/|$)|^@$|^$");

  private BranchName() {}

  /** Whether git accepts the short name of a branch. */
  public static boolean isValid(String name) {
    return !FORBIDDEN.matcher(name).find();
  }
}
