package dev.gitopsbinding.forge;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that one kind of forge gives to the fields that pull requests of all kinds have.
 *
 * @param number by which people know it
 * @param url of its page
 * @param commit the newest one of its head
 * @param head the branch; {@code headRepository} distinguishes forks from the repository
 * @param base the branch that it is to be merged into
 */
public record PullRequestFields(
    String number,
    String url,
    String title,
    String body,
    String commit,
    String head,
    String base,
    String headRepository,
    String baseRepository) {
  /** All these fields, with those that only this kind of forge has. */
  public Set<String> with(String... own) {
    return Stream.concat(
            Stream.of(number, url, title, body, commit, head, base, headRepository, baseRepository),
            Stream.of(own))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether the head is that branch of the repository itself. A fork may have the same owner, and a
   * branch of the same name.
   */
  public boolean matches(ListedItem item, String wantedHead, String wantedBase) {
    return item.find(head).filter(wantedHead::equals).isPresent()
        && item.find(base).filter(wantedBase::equals).isPresent()
        && item.isSame(headRepository, baseRepository);
  }

  /**
   * The pull request, with its title as the forge sent it.
   *
   * @param conflicted what counts only while it is open
   * @throws MalformedListException if a field is missing
   */
  public PullRequest read(ListedItem item, PullRequest.State state, boolean conflicted)
      throws MalformedListException {
    return new PullRequest(
        item.requireNumber(number),
        item.find(url).orElse(""),
        state,
        item.requireAny(title),
        item.find(body).orElse(""),
        commit(item).orElse(null),
        state == PullRequest.State.OPEN && conflicted);
  }

  /**
   * The state of one whose forge says {@code open} or {@code closed}, and apart from that: merged.
   */
  public static PullRequest.State state(ListedItem item, boolean merged)
      throws MalformedListException {
    boolean open = item.require("state").equals("open");
    return merged
        ? PullRequest.State.MERGED
        : open ? PullRequest.State.OPEN : PullRequest.State.CLOSED;
  }

  /** The newest commit of its head, if the forge says it. */
  public Optional<CommitSha> commit(ListedItem item) {
    return item.find(commit).flatMap(CommitSha::parse);
  }
}
