package dev.gitopsbinding.notify;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.BranchRef;
import dev.gitopsbinding.api.v1alpha1.spec.ImageSpec;
import dev.gitopsbinding.api.v1alpha1.spec.ManifestSpec;
import dev.gitopsbinding.api.v1alpha1.spec.notification.Notification;
import dev.gitopsbinding.api.v1alpha1.spec.notification.Notification.WebhookSecretRef;
import dev.gitopsbinding.api.v1alpha1.spec.notification.NotificationEvent;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.PushedCommit;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.status.EventProjector.BindingEvent;
import dev.gitopsbinding.status.StateChange;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of one binding, and the messages about them. */
public final class Messages {
  /** The newest source commit, which is also the tag. */
  public static final String COMMIT = "1".repeat(40);

  /** The commit of the operator. */
  public static final String MANIFEST = "2".repeat(40);

  /** The tag from before. */
  public static final String OLD = "3".repeat(40);

  /** When the change was stored. */
  public static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private Messages() {}

  /** The message about a change with this text. */
  public static BindingMessage message(NotificationEvent kind, String reason, String note) {
    GitOpsBindingSpec spec = spec();
    return MessageProjector.project(change(kind, reason, note, spec), spec, TIME, null);
  }

  /** The message about a push, or about the rollout of its tag, that says what came with it. */
  public static BindingMessage message(NotificationEvent kind, LastPush push) {
    GitOpsBindingSpec spec = spec();
    BindingChange change = change(kind, kind.text(), "What happened.", spec);
    return MessageProjector.project(
        new BindingChange(change.written(), spec, change.before(), status(push), change.change()),
        spec,
        TIME,
        null);
  }

  /** A push with commits, each a subject and an author. */
  public static LastPush push(@Nullable Integer count, boolean more, String... texts) {
    List<PushedCommit> commits = new ArrayList<>();
    for (int i = 0; i < texts.length; i += 2) {
      String id = i == 0 ? COMMIT : "%040x".formatted(i);
      commits.add(new PushedCommit(id, texts[i], texts[i + 1], "2026-01-01T00:00:00Z"));
    }
    return new LastPush(MANIFEST, OLD, COMMIT, TIME.toString(), "file", "selection")
        .with(commits, count, more ? true : null);
  }

  /** A change that is stored as version 42 of binding web in namespace shop. */
  public static BindingChange change(
      NotificationEvent kind, String reason, String note, GitOpsBindingSpec spec) {
    return change("shop", 42, kind, reason, note, spec);
  }

  /** A change of the binding in some namespace and version. */
  public static BindingChange change(
      String namespace,
      int version,
      NotificationEvent kind,
      String reason,
      String note,
      GitOpsBindingSpec spec) {
    boolean warning =
        switch (kind) {
          case FAILED, HELD, ROLLOUT_FAILED, ROLLED_BACK, OVERDUE -> true;
          case PUSHED, PULL_REQUEST_OPENED, RECOVERED, ROLLED_OUT, SUSPENDED, RESUMED -> false;
        };
    return new BindingChange(
        new ObjectReferenceBuilder()
            .withNamespace(namespace)
            .withName("web")
            .withUid("uid-1")
            .withResourceVersion(String.valueOf(version))
            .build(),
        spec,
        GitOpsBindingStatus.EMPTY,
        status(),
        new StateChange(kind, StateChange.Scope.ALL, new BindingEvent(warning, reason, note)));
  }

  /** A spec with receivers, each the type and the name of its Secret. */
  public static GitOpsBindingSpec spec(String... receivers) {
    return new GitOpsBindingSpec(
        null,
        null,
        null,
        null,
        new ImageSpec("ghcr.io/acme/web", null, null, null),
        new SourceSpec(
            "git@github.com:acme/web.git",
            new BranchRef("main"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        new ManifestSpec(
            "https://git.example.com/acme/deploy.git",
            new BranchRef("live"),
            null,
            "apps/web.yaml",
            null,
            null),
        null,
        receivers.length == 0
            ? null
            : Arrays.stream(receivers)
                .map(text -> text.split(" ", -1))
                .map(one -> new Notification(one[0], new WebhookSecretRef(one[1]), null))
                .toList(),
        null,
        null,
        null);
  }

  private static GitOpsBindingStatus status() {
    return status(new LastPush(MANIFEST, OLD, COMMIT, TIME.toString(), "file", "selection"));
  }

  private static GitOpsBindingStatus status(LastPush push) {
    return new GitOpsBindingStatus(
        1L,
        null,
        null,
        new SourceStatus("main", COMMIT, TIME.toString(), "https://github.com/acme/web"),
        new ManifestStatus("live", MANIFEST, "ghcr.io/acme/web:" + COMMIT, "file", null),
        null,
        push,
        new LandedTag(COMMIT, "file", "selection"),
        null,
        List.of(new BindingCondition("Ready", "True", 1L, TIME.toString(), "UpToDate", "Yes.")));
  }
}
