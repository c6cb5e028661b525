package dev.gitopsbinding.plan;

import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.plan.fact.Ancestry;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.ManifestChange;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.OwnCommit;
import dev.gitopsbinding.plan.fact.PathCommit;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import java.util.Optional;

/** The questions that several rules ask. A question of a single rule is declared beside it. */
public final class Questions {
  /** What has the binding rolled out that is followed, if it is not a branch? */
  public static final Question<Promotion> PROMOTION = Question.of("PROMOTION");

  /**
   * Which commit is the newest in the source branch? For a binding that follows another one: which
   * commit may be promoted?
   */
  public static final Question<CommitSha> SOURCE_TIP = Question.of("SOURCE_TIP", PROMOTION);

  /** What does the manifest file hold at the tip of its branch? */
  public static final Question<ManifestSeen> MANIFEST = Question.of("MANIFEST");

  /**
   * Which commit did the operator make last for the binding? Empty if the known history of the
   * manifest branch holds none.
   */
  public static final Question<Optional<OwnCommit>> OWN_COMMIT =
      Question.of("OWN_COMMIT", MANIFEST);

  /** Which commit changed the manifest file last? */
  public static final Question<ManifestChange> MANIFEST_CHANGE =
      Question.of("MANIFEST_CHANGE", MANIFEST);

  /** Which commit is the newest that touches the files of {@code spec.source.paths}? */
  public static final Question<PathCommit> PATH_COMMIT = Question.of("PATH_COMMIT", SOURCE_TIP);

  /** Which source commit is to be deployed, if it may be another one than the newest? */
  public static final Question<SelectedCommit> SELECTED_COMMIT =
      Question.of("SELECTED_COMMIT", SOURCE_TIP, PATH_COMMIT, MANIFEST);

  /** Does the commit to deploy descend from the deployed one? */
  public static final Question<Ancestry> ANCESTRY =
      Question.of("ANCESTRY", SELECTED_COMMIT, PATH_COMMIT, SOURCE_TIP, MANIFEST);

  /** Does the commit to deploy descend from the one that was rolled back? */
  public static final Question<Ancestry> DESCENT_FROM_FAILED =
      Question.of("DESCENT_FROM_FAILED", SELECTED_COMMIT, SOURCE_TIP, OWN_COMMIT);

  /** Does the registry have the image with the desired tag, and by which digest, if that counts? */
  public static final Question<ImageSeen> IMAGE =
      Question.of("IMAGE", SOURCE_TIP, PATH_COMMIT, SELECTED_COMMIT);

  /**
   * Which commit would be deployed with {@code select: NewestWithImage}, where the spec does not
   * say so? For a hint only; asked once the image of the newest commit is overdue.
   */
  public static final Question<SelectedCommit> BUILT_COMMIT =
      Question.of("BUILT_COMMIT", SOURCE_TIP, PATH_COMMIT, MANIFEST);

  /** Have the checks of the commit to deploy passed? */
  public static final Question<CheckState> CHECKS =
      Question.of("CHECKS", SOURCE_TIP, PATH_COMMIT, SELECTED_COMMIT);

  /**
   * Which source commits does a push bring? Not stale when the manifest is read again: the answer
   * says which images it is about, and a host that does not answer is not asked twice.
   */
  public static final Question<PushContents> CONTENTS =
      Question.of("CONTENTS", SOURCE_TIP, SELECTED_COMMIT);

  private Questions() {}
}
