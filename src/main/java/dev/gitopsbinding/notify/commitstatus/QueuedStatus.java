package dev.gitopsbinding.notify.commitstatus;

import dev.gitopsbinding.binding.report.StatusReport;
import dev.gitopsbinding.forge.CommitStatus;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import io.fabric8.kubernetes.api.model.ObjectReference;

/**
 * A status that waits for its delivery.
 *
 * @param repository the source repository, for git
 * @param written refers to the binding, for an event if the delivery fails
 */
record QueuedStatus(
    StatusReport report, RepositoryUrl repository, CommitStatus status, ObjectReference written) {
  /** What a status replaces another one of. */
  record Place(RepositoryUrl repository, CommitSha commit, String context, String namespace) {}

  /** The namespace of the binding, which is the tenant. */
  String namespace() {
    return written.getNamespace();
  }

  /** Two bindings may name one context; one namespace must not write over another's queue. */
  Place place() {
    return new Place(repository, status.commit(), status.context(), namespace());
  }
}
