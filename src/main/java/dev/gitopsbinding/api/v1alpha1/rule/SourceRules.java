package dev.gitopsbinding.api.v1alpha1.rule;

/** What a source is, and which commits of it count. */
public final class SourceRules {
  private SourceRules() {}

  public static final String CHECK_NAMES =
      "self.all(n, n.matches(r'^\\S([^"
          + TextRules.CONTROL
          + "]*\\S)?$')) && self.all(n, self.exists_one(m, m == n))";
  public static final String CHECK_NAMES_MESSAGE =
      "must hold different names of checks, each as the forge shows it, without spaces at its ends";
  // What a source is: a branch, or what another binding has rolled out
  public static final String SOURCE_KIND =
      "has(self.binding) ? !has(self.url) && !has(self.ref) : has(self.url) && has(self.ref)";
  public static final String SOURCE_KIND_MESSAGE =
      "must have either url and ref, to follow a branch, or binding alone, to follow what another"
          + " binding has rolled out";
  public static final String BRANCH_ONLY =
      "!has(self.binding) || has(self.url) || has(self.ref) || !has(self.secretRef)"
          + " && !has(self.paths) && !has(self.checks) && !has(self.rewind)"
          + " && (!has(self.select) || self.select == 'Newest')";
  public static final String BRANCH_ONLY_MESSAGE =
      "cannot be combined with secretRef, paths, checks, select NewestWithImage and rewind: remove"
          + " them here, and set them on the binding that follows the branch";
  // Reports: what they need, and who could write them
  public static final String REPORT_ONLY = "!has(self.commitStatus) || has(self.report)";
  public static final String REPORT_ONLY_MESSAGE =
      "says where statuses are written, but none is: add report: CommitStatus, or remove it";
  public static final String REPORT_LOGIN =
      "!has(self.report) || has(self.commitStatus) && has(self.commitStatus.secretRef)"
          + " || has(self.checks) && has(self.checks.secretRef)"
          + " || has(self.secretRef) && has(self.url) && self.url.startsWith('https://')";
  public static final String REPORT_LOGIN_MESSAGE =
      "needs a login at the forge: name a Secret with a token that may write commit statuses in"
          + " commitStatus.secretRef";
  public static final String CONTEXT =
      "self.matches('^[A-Za-z0-9]([A-Za-z0-9._/ -]*[A-Za-z0-9])?$')";
  public static final String CONTEXT_MESSAGE =
      "must consist of letters, digits, '.', '_', '-', '/' and spaces, and begin and end with a"
          + " letter or digit, such as production";
  public static final String REFS_NEED_SOURCE =
      "!has(self.source.binding) || !has(self.manifest.edits)"
          + " || !self.manifest.edits.exists(e, has(e.refs) && e.refs)";
  public static final String REFS_NEED_SOURCE_MESSAGE =
      "cannot have refs with spec.source.binding, which names no source repository: remove refs, or"
          + " follow the branch itself by spec.source.url and ref";
}
