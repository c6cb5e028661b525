package dev.gitopsbinding.api.v1alpha1.rule;

/** Workloads, their containers, and what a rollback needs of them. */
public final class TargetRules {
  private TargetRules() {}

  // Workloads. An enum would hide the message for Jobs: the API server then looks at no rule.
  public static final String TARGET_KIND =
      "self in ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Rollout', 'Job']";
  public static final String TARGET_KIND_MESSAGE =
      "must be Deployment, StatefulSet, DaemonSet, CronJob or Rollout (of argoproj.io)";
  public static final String TARGET_KIND_JOB = "self != 'Job'";
  public static final String TARGET_KIND_JOB_MESSAGE =
      "a Job's pod template is immutable: nobody can give a Job another tag once it is created."
          + " Name a CronJob, whose next Job gets the tag, or a workload that is rolled out";
  public static final String ROLLBACK_NEEDS_EVIDENCE =
      "!has(self.rollback) || !has(self.rollback.mode) || self.rollback.mode != 'OnFailedRollout'"
          + " || !has(self.target.kind) || self.target.kind in ['Deployment', 'Rollout', 'Job']";
  public static final String ROLLBACK_NEEDS_EVIDENCE_MESSAGE =
      "OnFailedRollout needs a target.kind that says when a rollout has failed: Deployment or"
          + " Rollout. A StatefulSet, DaemonSet or CronJob has no progress deadline: remove"
          + " spec.rollback, or set its mode to Never";
  public static final String CONTAINERS =
      "self.all(c, c == '*' || c.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'))";
  public static final String CONTAINERS_MESSAGE =
      "must hold container names (lower-case letters, digits and '-'), or only \"*\"";
  public static final String CONTAINERS_STAR = "self.size() == 1 || !self.exists(c, c == '*')";
  public static final String CONTAINERS_STAR_MESSAGE =
      "\"*\" stands for all containers that have the image: remove it or the other names";
}
