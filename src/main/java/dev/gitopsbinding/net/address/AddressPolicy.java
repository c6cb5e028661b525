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
 * Resolves host names and refuses addresses outside a scope. Multicast addresses and those of cloud
 * metadata services are always refused. The caller must connect to exactly the addresses that it
 * gets: a second lookup could return others (DNS rebinding).
 *
 * @param scope the widest scope that is allowed
 */
public record AddressPolicy(Scope scope) {
  /** Where an address is; each scope includes those before it. */
  public enum Scope {
    /** The public internet. */
    PUBLIC,
    /**
     * Private networks (RFC 1918, RFC 4193), carrier-grade NAT (RFC 6598) and benchmark networks
     * (RFC 2544).
     */
    PRIVATE,
    /**
     * The pod and its node: loopback (RFC 1122, section 3.2.1.3), link-local (RFC 3927, RFC 4291)
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
   * Metadata services, which hand out credentials: Alibaba, AWS (instances, ECS tasks, EKS pods),
   * Azure (WireServer), Google, Oracle, Scaleway, Tencent. Most other clouds use the first address.
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
   * Returns all addresses of a host.
   *
   * @param tenant who the lookup is for, usually a namespace
   * @throws FailureException if there are none, any of them is refused, or the lookup takes too
   *     long
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

  /** Why no connection to the address is allowed; empty if it is allowed. */
  Optional<String> objection(InetAddress address) {
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

  /** The scope of an address, or that of the IPv4 address in it if that is wider. */
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
