package dev.gitopsbinding.net.address;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import java.util.List;
import java.util.Optional;

/**
 * The hosts that bindings may name, as the administrator configured them.
 *
 * @param entries in lower case, as in the annotation {@code gitopsbinding.dev/hosts}: a host for
 *     the default ports of SSH and HTTPS, or {@code host:port}; also {@code *.example.com} for all
 *     names below a domain, at any depth, but not for the domain itself. Empty for any host
 */
public record AllowedHosts(List<String> entries) {
  private static final String WILDCARD = "*";

  /** Copies the list. */
  public AllowedHosts {
    entries = List.copyOf(entries);
  }

  /** Why the URL's host may not be used; empty if it may. */
  public Optional<Failure> refusal(RepositoryUrl url) {
    List<String> names = HostNames.of(url);
    boolean allowed =
        entries.isEmpty()
            || entries.stream().anyMatch(entry -> names.stream().anyMatch(n -> fits(entry, n)));
    return allowed ? Optional.empty() : Optional.of(refused(names.getFirst()));
  }

  private static boolean fits(String entry, String name) {
    if (!entry.startsWith(WILDCARD)) {
      return entry.equals(name);
    }
    String domain = entry.substring(WILDCARD.length());
    return domain.startsWith(".") && name.length() > domain.length() && name.endsWith(domain);
  }

  private static Failure refused(String name) {
    return new Failure.Spec(
        Reason.HOST_NOT_ALLOWED,
        "Host %s is not allowed by the operator's settings. Use an allowed host, or ask the operator's owner to add %s to GITOPSBINDING_ALLOWED_HOSTS"
            .formatted(name, name));
  }
}
