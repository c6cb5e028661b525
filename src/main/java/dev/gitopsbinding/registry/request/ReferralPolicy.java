package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.AddressPolicy;
import dev.gitopsbinding.registry.request.RegistryException.Kind;
import java.util.Optional;

/**
 * Which hosts a registry may send the operator to, by a realm or a redirect: where the operator's
 * owner names hosts, those; else public ones, and from a private registry private ones too. A
 * public registry must not learn what hosts of the private network answer.
 */
final class ReferralPolicy {
  private final Endpoint registry;
  private final RegistrySettings settings;
  private volatile boolean allArePrivate;

  ReferralPolicy(Endpoint registry, RegistrySettings settings) {
    this.registry = registry;
    this.settings = settings;
  }

  boolean isRegistry(RepositoryUrl host) {
    return host.hostAndPort().equals(registry.url().hostAndPort());
  }

  /** Notes where a host was found that answered just now, and may name another. */
  void answered(RepositoryUrl host, boolean neverPublic) {
    allArePrivate = neverPublic && (allArePrivate || isRegistry(host));
  }

  /**
   * Which addresses the host may have.
   *
   * @throws RegistryException if it may not be asked at all
   */
  AddressPolicy policy(RepositoryUrl host) throws RegistryException {
    AddressPolicy own = settings.http().addresses();
    if (isRegistry(host)) {
      return own;
    }
    Optional<Failure> refusal = Endpoint.refusal(host, settings.allowedHosts());
    if (refusal.isPresent()) {
      throw sentTo(refusal.get().message());
    }
    boolean named = !settings.allowedHosts().entries().isEmpty();
    return named || allArePrivate ? own : new AddressPolicy(AddressPolicy.Scope.PUBLIC);
  }

  /** The fault, as the registry's where only a host of the private network was refused. */
  RegistryException told(RepositoryUrl host, RegistryException fault) {
    return isRegistry(host) || fault.failure().reason() != Reason.ADDRESS_NOT_ALLOWED
        ? fault
        : sentTo(
            fault.failure().message()
                + ". Ask the registry's owner, or have the operator's owner name all wanted hosts in GITOPSBINDING_ALLOWED_HOSTS");
  }

  private RegistryException sentTo(String why) {
    return new RegistryException(
        Kind.ERROR,
        "Registry %s sends the operator to another host. %s".formatted(registry.registry(), why));
  }
}
