package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.plan.Rule;
import java.util.List;

/** The rules by which a sync is planned. */
public final class Rules {
  /**
   * In the order in which they are tried. Rules that need no host stand first, so that no host is
   * asked for a suspended binding. The rule that looks for the image stands behind all rules that
   * may decide against writing the tag, so that the registry is asked only for a tag that would be
   * written.
   */
  public static final List<Rule> IN_ORDER =
      List.of(
          new SuspendedRule(),
          new SourceIsManifestRule(),
          new ConflictingBindingRule(),
          new SourceTipRule(),
          new ManifestRule(),
          new UpToDateRule(),
          new StaleSourceRule(),
          new ManifestChangedRule(),
          new ImageRule(),
          new PushRule());

  private Rules() {}
}
