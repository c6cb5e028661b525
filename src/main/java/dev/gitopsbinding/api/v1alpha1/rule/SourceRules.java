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
  public static final String REFS_NEED_SOURCE =
      "!has(self.source.binding) || !has(self.manifest.edits)"
          + " || !self.manifest.edits.exists(e, has(e.refs) && e.refs)";
  public static final String REFS_NEED_SOURCE_MESSAGE =
      "cannot have refs with spec.source.binding, which names no source repository: remove refs, or"
          + " follow the branch itself by spec.source.url and ref";
}
