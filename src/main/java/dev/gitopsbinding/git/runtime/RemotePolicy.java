package dev.gitopsbinding.git.runtime;

import dev.gitopsbinding.git.GitSettings;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.transport.RateLimit;
import dev.gitopsbinding.git.transport.http.HttpAnswers;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.share.RateLimits;
import java.util.Optional;

/** Refuses remotes that must not be contacted, before anything is sent to the host. */
final class RemotePolicy {
  private final GitSettings settings;
  private final RateLimits rateLimits;

  RemotePolicy(GitSettings settings, RateLimits rateLimits) {
    this.settings = settings;
    this.rateLimits = rateLimits;
  }

  /**
   * Why the remote must not be contacted: host, scheme, credential, or a rate limit of the host.
   */
  Optional<Failure> refusal(Remote remote) {
    return settings
        .allowedHosts()
        .refusal(remote.branch().url())
        .or(() -> loginRefusal(remote))
        .or(() -> limited(remote));
  }

  /** The failure while a rate limit of the host is in force. */
  Optional<Failure> limited(Remote remote) {
    return RateLimit.of(rateLimits, remote)
        .limit()
        .map(limit -> HttpAnswers.limited(remote.branch().url(), limit));
  }

  /** The repository has an object format that JGit cannot read. */
  static Failure sha256(RepositoryUrl url) {
    return new Failure.Spec(
        Reason.UNSUPPORTED_REPOSITORY,
        url
            + " has the object format SHA-256, which is not supported; use a repository with SHA-1");
  }

  private Optional<Failure> loginRefusal(Remote remote) {
    RepositoryUrl url = remote.branch().url();
    boolean sshKey = remote.credential() instanceof Credential.SshKey;
    return switch (url.scheme()) {
      case SSH -> sshKey ? Optional.empty() : Optional.of(mismatch(url));
      case HTTPS -> sshKey ? Optional.of(mismatch(url)) : Optional.empty();
      case HTTP -> {
        Optional<Failure> clearText = new SchemePolicy(settings.allowHttp()).refusal(url);
        yield clearText.isEmpty() && sshKey ? Optional.of(mismatch(url)) : clearText;
      }
    };
  }

  private static Failure mismatch(RepositoryUrl url) {
    return new Failure.Secret(
        Reason.SECRET_KEY_MISSING, "The Secret holds no login of the right kind for " + url);
  }
}
