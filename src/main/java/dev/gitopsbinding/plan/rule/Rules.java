package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.plan.Rule;
import java.util.List;

/** The rules by which a binding is planned. */
public final class Rules {
  /**
   * In the order in which they are tried. Rules that need no host stand first, so that a suspended
   * binding asks none. The image stands behind all rules that keep a tag from being written: only a
   * tag that would be written is worth asking for.
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
