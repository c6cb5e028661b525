package dev.gitopsbinding.net.address;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.FailureException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Resolves host names and refuses addresses beyond a scope. Multicast ones and those where clouds
 * serve metadata are refused always. The caller has to connect to the very addresses it gets.
 */
public record AddressPolicy(Scope scope) {
  /** How near a host may be; each holds those before it. */
  public enum Scope {
    /** Hosts that all the world reaches. */
    PUBLIC,
    /**
     * Those of private networks (RFC 1918, RFC 4193), behind a carrier's translation (RFC 6598) and
     * of labs (RFC 2544).
     */
    PRIVATE,
    /**
     * This pod and its node: loopback (RFC 1122, section 3.2.1.3), link-local (RFC 3927, RFC 4291)
     * and unspecified addresses.
     */
    LOCAL
  }

  private static final List<Ipv4Network> PRIVATE_NETWORKS =
      Stream.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15")
          .flatMap(network -> Ipv4Network.parse(network).stream())
          .toList();

  private static final int UNIQUE_LOCAL_MASK = 0xfe;
  private static final int UNIQUE_LOCAL = 0xfc;

  /**
   * Where clouds tell a machine its credentials: Alibaba, AWS (instances, ECS tasks, EKS pods),
   * Azure (WireServer), Google, Oracle, Scaleway, Tencent; most others share the first.
   */
  private static final Set<InetAddress> METADATA =
      Stream.of(
              "169.254.169.254",
              "100.100.100.200",
              "fd00:ec2::254",
              "169.254.170.2",
              "169.254.170.23",
              "fd00:ec2::23",
              "168.63.129.16",
              "fd20:ce::254",
              "192.0.0.192",
              "169.254.42.42",
              "fd00:42::42",
              "169.254.0.23")
          .map(InetAddress::ofLiteral)
          .collect(Collectors.toUnmodifiableSet());

  /**
   * All addresses of a host, each of which is allowed.
   *
   * @param tenant on whose behalf, usually a namespace
   * @throws FailureException if there are none, one is refused, or they are not known in time
   */
  public List<InetAddress> resolve(String tenant, String host) throws FailureException {
    List<InetAddress> addresses = HostResolver.shared().resolve(tenant, host);
    for (InetAddress address : addresses) {
      Optional<String> objection = objection(address);
      if (objection.isPresent()) {
        throw new FailureException(
            new Failure.Remote(
                Reason.ADDRESS_NOT_ALLOWED,
                "Host %s has the address %s, which is not allowed: %s"
                    .formatted(host, address.getHostAddress(), objection.get())));
      }
    }
    return addresses;
  }

  /** Whether the address may be connected to. */
  public boolean isAllowed(InetAddress address) {
    return objection(address).isEmpty();
  }

  private Optional<String> objection(InetAddress address) {
    if (address.isMulticastAddress()) {
      return Optional.of("it is a multicast address. Correct the host's DNS entry");
    }
    if (METADATA.contains(address)) {
      return Optional.of("clouds serve instance metadata there. Name another host");
    }
    Scope own = ownScope(address);
    return own.compareTo(scope) > 0
        ? Optional.of(
            own == Scope.LOCAL && scope == Scope.PRIVATE
                ? "it is a loopback or link-local address. Name another host"
                : "it is not a public address")
        : EmbeddedIpv4.in(address).flatMap(this::objection);
  }

  /** How near an address is. */
  static Scope scopeOf(InetAddress address) {
    Scope own = ownScope(address);
    return EmbeddedIpv4.in(address)
        .map(AddressPolicy::ownScope)
        .filter(embedded -> embedded.compareTo(own) > 0)
        .orElse(own);
  }

  private static Scope ownScope(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()) {
      return Scope.LOCAL;
    }
    boolean uniqueLocal =
        address instanceof Inet6Address
            && (address.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
    return uniqueLocal
            || address.isSiteLocalAddress()
            || PRIVATE_NETWORKS.stream().anyMatch(net -> net.contains(address.getHostAddress()))
        ? Scope.PRIVATE
        : Scope.PUBLIC;
  }
}
