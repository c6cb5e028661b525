package dev.gitopsbinding.forge;

import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RepositoryUrl;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One kind of forge: what to request for the checks of a commit, for pull requests and for
 * statuses, and how to read the answers. Pure: {@code forge.lookup}, {@code forge.pullrequest} and
 * {@code forge.status} send the requests.
 */
public interface Forge {
  /** The value of a field {@code provider} that names this kind. */
  String provider();

  /** Whether a host is known to be of this kind, so that the spec need not name it. */
  boolean owns(String host);

  /**
   * Where the API is if the spec does not say so.
   *
   * @return empty if it does not follow from the URL
   */
  Optional<URI> api(RepositoryUrl source);

  /**
   * The path of a repository below the API's URL, with a slash at its beginning.
   *
   * @param repository its name at the forge, such as {@code acme/web}, with special characters
   *     percent-encoded
   * @return empty if the forge has no repositories of such a name
   */
  Optional<String> path(String repository);

  /**
   * The lists to request, in this order; all of them together are the checks of the commit.
   *
   * @param names the checks that count; empty: all
   */
  List<Listing> listings(CommitSha commit, List<String> names);

  /**
   * The requests for pull requests, and how to read the answers.
   *
   * @param repository its URL in the forge's API
   */
  PullRequestDialect pullRequests(RepositoryUrl repository);

  /**
   * Sets a status of a commit; of those with one context the newest counts.
   *
   * @param repository its URL in the forge's API
   */
  ForgeRequest commitStatus(RepositoryUrl repository, CommitStatus status);

  /**
   * Whether an answer that is no success says that the commit has a status of this context and
   * state already.
   */
  default boolean hasStatus(ForgeReply reply) {
    return false;
  }

  /**
   * Whether an answer that is no success says that another status of the commit is being set, so
   * that the same request succeeds a little later.
   */
  default boolean isSettingAnother(ForgeReply reply) {
    return false;
  }

  /** The value of {@code Authorization} for a token. */
  String authorization(String token);

  /** Headers that every request has. */
  Map<String, String> headers();

  /** Which rights a token needs; completes "a token needs". */
  String rights(ForgePurpose purpose);
}
