package dev.gitopsbinding.net.address;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import java.util.Optional;

/**
 * Which schemes of git URLs may be used.
 *
 * @param allowHttp whether {@code http://} is allowed, which is clear text
 */
public record SchemePolicy(boolean allowHttp) {
  /** Why the URL may not be used; empty if it may. */
  public Optional<Failure> refusal(RepositoryUrl url) {
    return allowHttp || url.scheme() != RepositoryUrl.Scheme.HTTP
        ? Optional.empty()
        : Optional.of(
            new Failure.Spec(
                Reason.SCHEME_NOT_ALLOWED,
                url
                    + " is not encrypted, and the operator's settings forbid that. Use https:// or ssh://."));
  }
}
