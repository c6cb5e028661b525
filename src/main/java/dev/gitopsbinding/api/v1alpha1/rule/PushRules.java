package dev.gitopsbinding.api.v1alpha1.rule;

/** Pushes to another branch, and pull requests. */
public final class PushRules {
  private PushRules() {}

  public static final String BRANCH_VARIABLES =
      "self.matches(r'^([^{}]|\\{\\{\\s*(namespace|name)\\s*\\}\\})*$')";
  public static final String BRANCH_VARIABLES_MESSAGE =
      "can use only the variables {{namespace}} and {{name}}, such as"
          + " gitops/{{namespace}}/{{name}}; one branch holds all tags of a binding, one after the"
          + " other";

  // git-check-ref-format(1); a variable stands for a name that is valid in a branch
  public static final String BRANCH_FORM =
      "!self.startsWith('refs/') && self.matches(r'^([A-Za-z0-9_.+=@#%,/{}-]|\\{\\{[^{}]*\\}\\})*$')"
          + " && !self.matches(r'[.][.]|(^|/)[.]|[.]$|[.]lock(/|$)|^[-/]|//|/$') && !(self in ['@', 'HEAD'])";
  public static final String BRANCH_FORM_MESSAGE =
      "must be a branch's short name, such as gitops/{{namespace}}/{{name}}: letters, digits and any of"
          + " _ . + = @ # % , - / , and not refs/… (Gerrit's refs/for/ is no branch that the operator"
          + " could read back)";

  public static final String TEXT_VARIABLES =
      "self.matches(r'^([^{}]|[{]([^{}]|$)|[}]([^{}]|$)|\\{\\{\\s*(namespace|name|image|tag)\\s*\\}\\})*$')";
  public static final String TEXT_VARIABLES_MESSAGE =
      "can use only the variables {{namespace}}, {{name}}, {{image}} and {{tag}}";
  public static final String TITLE_LINE =
      "self.matches(r'\\S') && !self.matches(r'[\\x00-\\x1f\\x7f]')";
  public static final String TITLE_LINE_MESSAGE = "must be one line of text";
  public static final String BODY_MARKS = "!self.contains('<!-- gitopsbinding')";
  public static final String BODY_MARKS_MESSAGE =
      "must not hold <!-- gitopsbinding: the operator marks its sections so";
  public static final String NAMES =
      "self.all(n, n.matches(r'^[^\\s,\\x00-\\x1f\\x7f]([^,\\x00-\\x1f\\x7f]*[^\\s,\\x00-\\x1f\\x7f])?$'))"
          + " && self.all(n, self.exists_one(m, m == n))";
  public static final String NAMES_MESSAGE =
      "must hold different names, without commas and without spaces at their ends";

  public static final String DRAFT_IS_NOT_MERGED =
      "!has(self.draft) || !self.draft || !has(self.autoMerge) || !self.autoMerge";
  public static final String DRAFT_IS_NOT_MERGED_MESSAGE =
      "cannot be true for drafts, which no forge merges: remove draft or autoMerge";

  public static final String BASE_DIFFERS =
      "!has(self.push) || self.push.branch != self.manifest.ref.branch";
  public static final String BASE_DIFFERS_MESSAGE =
      "must be another branch than spec.manifest.ref.branch, which is the one to merge into; to"
          + " push there, remove spec.push";

  // As for checks: the hosts that name their forge by themselves
  public static final String PROVIDER =
      "!has(self.push) || !has(self.push.pullRequest) || has(self.push.pullRequest.provider)"
          + " || self.manifest.url.matches(r'^((https|ssh)://)?([^/@:]*@)?((ssh[.])?github|(altssh[.])?gitlab)[.]com[:/]')";
  public static final String PROVIDER_MESSAGE =
      "is needed for this host: name the kind of forge, GitHub, GitLab or Gitea (also for Forgejo)";
}
