package dev.gitopsbinding.registry.request;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.address.AddressPolicy;
import dev.gitopsbinding.registry.RegistrySettings;
import dev.gitopsbinding.registry.request.RegistryException.Kind;
import java.util.Optional;

/**
 * Which hosts a registry may refer the operator to, by the realm of a token server or by a
 * redirect. With {@code GITOPSBINDING_ALLOWED_HOSTS} set: only those. Otherwise public addresses;
 * private ones only if the registry itself was never seen at a public address. This keeps a public
 * registry from probing the private network (SSRF).
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

  /** Records that a host answered, and whether it was found at private addresses only. */
  void answered(RepositoryUrl host, boolean neverPublic) {
    allArePrivate = neverPublic && (allArePrivate || isRegistry(host));
  }

  /**
   * Returns the addresses that a host may have.
   *
   * @throws RegistryException if the host must not be asked at all
   */
  AddressPolicy policy(RepositoryUrl host) throws RegistryException {
    AddressPolicy own = settings.http().addresses();
    if (isRegistry(host)) {
      return own;
    }
    Optional<Failure> refusal = Endpoint.refusal(host, settings.allowedHosts());
    if (refusal.isPresent()) {
      throw referral(refusal.get().message());
    }
    boolean listed = !settings.allowedHosts().entries().isEmpty();
    return listed || allArePrivate ? own : new AddressPolicy(AddressPolicy.Scope.PUBLIC);
  }

  /** Explains a failure: the refused address of another host is due to the registry's referral. */
  RegistryException explain(RepositoryUrl host, RegistryException failure) {
    return isRegistry(host) || failure.failure().reason() != Reason.ADDRESS_NOT_ALLOWED
        ? failure
        : referral(
            failure.failure().message()
                + ". Ask the registry's owner, or ask the operator's owner to list all needed hosts in GITOPSBINDING_ALLOWED_HOSTS");
  }

  private RegistryException referral(String why) {
    return new RegistryException(
        Kind.ERROR,
        "Registry %s sends the operator to another host. %s".formatted(registry.registry(), why));
  }
}
