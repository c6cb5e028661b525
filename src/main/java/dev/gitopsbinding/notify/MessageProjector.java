package dev.gitopsbinding.notify;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.BranchRef;
import dev.gitopsbinding.api.v1alpha1.spec.ManifestSpec;
import dev.gitopsbinding.api.v1alpha1.status.LandedTag;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitLink;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.text.OneLine;
import dev.gitopsbinding.notify.BindingMessage.CommitDetails;
import dev.gitopsbinding.notify.BindingMessage.Contents.Line;
import dev.gitopsbinding.status.StateChange;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the message about a change. Pure. */
public final class MessageProjector {
  /** Some tags separated by commas. */
  private static final int MAX_TAGS = 256;

  /** As long as the note of a Kubernetes event. */
  private static final int MAX_TEXT = 1000;

  private static final int MAX_PLACE = 1024;

  private MessageProjector() {}

  /**
   * The message.
   *
   * @param spec the binding's
   * @param now when the change was stored
   * @param traceparent the trace of the sync; null if there is none
   */
  public static BindingMessage project(
      BindingChange change, GitOpsBindingSpec spec, Instant now, @Nullable String traceparent) {
    StateChange state = change.change();
    Tags tags = Tags.of(state, change.status());
    var written = change.written();
    return new BindingMessage(
        "%s.%s.%s".formatted(written.getUid(), written.getResourceVersion(), state.kind().text()),
        new BindingId(written.getNamespace(), written.getName()),
        state.kind(),
        state.event().warning(),
        state.event().reason(),
        OneLine.of(state.event().note(), MAX_TEXT),
        now,
        spec.image() == null ? null : clean(spec.image().name(), MAX_PLACE),
        clean(tags.from(), MAX_TAGS),
        clean(tags.to(), MAX_TAGS),
        source(spec, change.status(), tags.to()),
        manifest(spec, change.status(), tags.to()),
        traceparent,
        ContentsProjector.of(change.status().lastPush(), tags.to()).orElse(null));
  }

  /** The tags that a change is about. */
  private record Tags(@Nullable String from, @Nullable String to) {
    static Tags of(StateChange change, GitOpsBindingStatus status) {
      LastPush push = status.lastPush();
      LandedTag landed = status.landed();
      return switch (change.kind()) {
        case PUSHED, ROLLED_BACK ->
            push == null ? new Tags(null, null) : new Tags(push.fromTag(), push.toTag());
        case PULL_REQUEST_OPENED -> new Tags(null, proposed(status));
        case ROLLED_OUT, ROLLOUT_FAILED -> new Tags(null, landed == null ? null : landed.tag());
        case FAILED, HELD, RECOVERED, OVERDUE, SUSPENDED, RESUMED -> new Tags(null, null);
      };
    }

    private static @Nullable String proposed(GitOpsBindingStatus status) {
      ProposedStatus proposed = status.proposed();
      PullRequestStatus request = status.pullRequest();
      return proposed == null || (request != null && !proposed.isIn(request))
          ? null
          : proposed.tag();
    }
  }

  /**
   * The tag's own commit if the status describes it. Else the newest one, if the tag is made of it:
   * a tag holds at least 7 digits of its commit, and the branch may have moved since.
   */
  private static @Nullable CommitDetails source(
      GitOpsBindingSpec spec, GitOpsBindingStatus status, @Nullable String tag) {
    var source = spec.source();
    if (source == null) {
      return null;
    }
    Optional<Line> pushed =
        ContentsProjector.of(status.lastPush(), tag).map(contents -> contents.newest().getFirst());
    var seen = status.source();
    return pushed
        .map(Line::sha)
        .or(() -> Optional.ofNullable(seen == null ? null : seen.commit()))
        .flatMap(CommitSha::parse)
        .filter(commit -> tag == null || tag.contains(commit.abbreviated()))
        .flatMap(
            commit ->
                source.binding() == null || seen == null
                    ? details(source.url(), source.ref(), null, commit)
                    // The spec names another binding; the status says which branch it follows.
                    : details(seen.url(), new BranchRef(seen.branch()), null, commit))
        .map(details -> described(details, status.lastPush()))
        .orElse(null);
  }

  private static CommitDetails described(CommitDetails details, @Nullable LastPush push) {
    return ContentsProjector.line(push, details.sha())
        .map(line -> details.saying(line.subject(), line.author()))
        .orElse(details);
  }

  private static @Nullable CommitDetails manifest(
      GitOpsBindingSpec spec, GitOpsBindingStatus status, @Nullable String tag) {
    var manifest = spec.manifest();
    if (manifest == null) {
      return null;
    }
    String commit = status.manifest() == null ? null : status.manifest().commit();
    LastPush push = status.lastPush();
    if (push != null && tag != null && tag.equals(push.toTag())) {
      commit = push.commit();
    }
    return CommitSha.parse(commit)
        .flatMap(sha -> details(manifest.url(), manifest.ref(), files(manifest), sha))
        .orElse(null);
  }

  /** The files, each once, separated by commas. */
  private static @Nullable String files(ManifestSpec manifest) {
    return manifest.edits() == null
        ? manifest.path()
        : manifest.edits().stream()
            .map(edit -> String.valueOf(edit.path()))
            .distinct()
            .collect(Collectors.joining(", "));
  }

  private static Optional<CommitDetails> details(
      @Nullable String url, @Nullable BranchRef ref, @Nullable String path, CommitSha commit) {
    if (url == null || ref == null || ref.branch() == null) {
      return Optional.empty();
    }
    try {
      RepositoryUrl parsed = RepositoryUrl.parse(url);
      return Optional.of(
          new CommitDetails(
              OneLine.of(parsed.toString(), MAX_PLACE),
              OneLine.of(ref.branch(), MAX_TAGS),
              clean(path, MAX_PLACE),
              commit.hex(),
              CommitLink.of(parsed, commit).orElse(null)));
    } catch (IllegalArgumentException e) {
      // Ready says what is wrong with the URL.
      return Optional.empty();
    }
  }

  private static @Nullable String clean(@Nullable String text, int longest) {
    return text == null ? null : OneLine.of(text, longest);
  }
}
