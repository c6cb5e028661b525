package dev.gitopsbinding.plan.rule;

import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.rule.source.PromotionOrderRule;
import dev.gitopsbinding.plan.rule.source.PromotionRule;
import dev.gitopsbinding.plan.rule.source.SelectedCommitRule;
import dev.gitopsbinding.plan.rule.source.SourceIsManifestRule;
import dev.gitopsbinding.plan.rule.source.SourcePathsRule;
import dev.gitopsbinding.plan.rule.source.SourceRewoundRule;
import dev.gitopsbinding.plan.rule.source.SourceTipRule;
import dev.gitopsbinding.plan.rule.source.StaleSourceRule;
import java.util.List;

/** The rules by which a sync is planned. */
public final class Rules {
  /**
   * In the order in which they are tried. Rules that need no host stand first, so that no host is
   * asked for a suspended binding. The rollback stands right behind them: it needs no other host
   * than the manifest's, and pods fail while others do not answer. The rules that ask forges and
   * registries stand behind all rules that may decide against writing the tag, so that these are
   * asked only for a tag that would be written; the checks come first, because a check that failed
   * explains why there is no image.
   */
  public static final List<Rule> IN_ORDER =
      List.of(
          new SuspendedRule(),
          new SourceIsManifestRule(),
          new ConflictingBindingRule(),
          new RollbackRule(),
          new PromotionRule(),
          new SourceTipRule(),
          new ManifestRule(),
          new LandedProposalRule(),
          new SourcePathsRule(),
          new SelectedCommitRule(),
          new MergedBranchRule(),
          new UpToDateRule(),
          new StaleSourceRule(),
          new RolledBackRule(),
          new ManifestChangedRule(),
          new SourceRewoundRule(),
          new PromotionOrderRule(),
          ProposalRule.ofKnownTags(),
          new ChecksRule(),
          new ImageRule(),
          ProposalRule.ofAllTags(),
          new ContentsRule(),
          new PushRule());

  private Rules() {}
}
