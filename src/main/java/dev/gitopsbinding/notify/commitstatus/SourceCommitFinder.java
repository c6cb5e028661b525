package dev.gitopsbinding.notify.commitstatus;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedSource;
import dev.gitopsbinding.api.v1alpha1.status.proposal.ProposedStatus;
import dev.gitopsbinding.model.CommitSha;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source commits of tags. Pure.
 *
 * @param status the binding's
 */
record SourceCommitFinder(GitOpsBindingStatus status) {
  private static final Pattern SHA = Pattern.compile("(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])");

  /** The commit of a proposed tag, which is in no history yet. */
  Optional<CommitSha> find(ProposedStatus proposed) {
    ProposedSource source = proposed.source();
    return CommitSha.parse(source == null ? null : source.commit()).or(() -> find(proposed.tag()));
  }

  /**
   * The commit that a tag is made of, as the history says; of a tag that it does not hold, the
   * digits in it, or the newest source commit if the tag holds at least 7 digits of that.
   */
  Optional<CommitSha> find(@Nullable String tag) {
    if (tag == null) {
      return Optional.empty();
    }
    Matcher digits = SHA.matcher(tag);
    return status.history().stream()
        .filter(deployed -> tag.equals(deployed.tag()))
        .findFirst()
        .flatMap(deployed -> CommitSha.parse(deployed.commit()))
        .or(() -> digits.find() ? CommitSha.parse(digits.group()) : Optional.empty())
        .or(
            () ->
                Optional.ofNullable(status.source())
                    .flatMap(source -> CommitSha.parse(source.commit()))
                    .filter(newest -> tag.contains(newest.abbreviated())));
  }
}
