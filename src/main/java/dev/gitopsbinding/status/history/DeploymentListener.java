package dev.gitopsbinding.status.history;

/** Receives what happened to pushed tags, for metrics. Called from many threads; must not block. */
@FunctionalInterface
public interface DeploymentListener {
  /** Called once for each change, after the status that says it was written. */
  void happened(DeploymentChange change);
}
