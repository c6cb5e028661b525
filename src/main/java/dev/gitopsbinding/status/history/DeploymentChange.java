package dev.gitopsbinding.status.history;

import dev.gitopsbinding.api.v1alpha1.status.DeployedTag;
import java.time.Duration;

/** Something that happened to a pushed tag between two stored statuses of a binding. */
public sealed interface DeploymentChange {
  /**
   * A stage of a deployment ended.
   *
   * @param took never negative
   */
  record StageEnded(LeadTimeStage stage, Duration took) implements DeploymentChange {}

  /**
   * A deployment ended; once for each push that is no rollback.
   *
   * @param result what it came to first: rolled out, failed, superseded or reverted
   */
  record DeploymentEnded(DeployedTag.Result result) implements DeploymentChange {}

  /** The rollout of a pushed tag failed, or the tag was reverted; once for each push. */
  record ChangeFailed() implements DeploymentChange {}

  /**
   * A rollout was completed after others had failed.
   *
   * @param took since the first of them failed; never negative
   */
  record ServiceRestored(Duration took) implements DeploymentChange {}
}
