package dev.gitopsbinding.notify.commitstatus;

import dev.gitopsbinding.binding.report.StatusReport;
import dev.gitopsbinding.forge.CommitStatus;
import dev.gitopsbinding.forge.CommitStatus.State;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;

/** Statuses of one source repository. */
final class Statuses {
  private Statuses() {}

  static QueuedStatus queued(String namespace, int commit, State state) {
    return new QueuedStatus(
        new StatusReport("Gitea", null, "forge", "gitopsbinding/" + namespace),
        RepositoryUrl.parse("https://git.example.com/acme/web.git"),
        new CommitStatus(
            new CommitSha("%040x".formatted(commit)),
            state,
            "gitopsbinding/" + namespace,
            state.name(),
            null,
            null),
        new ObjectReferenceBuilder()
            .withNamespace(namespace)
            .withName("web")
            .withUid("uid-1")
            .withResourceVersion("42")
            .build());
  }
}
