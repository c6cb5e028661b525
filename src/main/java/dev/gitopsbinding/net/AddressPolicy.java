package dev.gitopsbinding.net;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.Failure;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Resolves host names and refuses addresses that lead to this pod or its node: loopback (RFC 1122,
 * section 3.2.1.3), link-local (RFC 3927, RFC 4291) and unspecified ones, unless they are allowed;
 * multicast ones and those where clouds serve metadata, always. Private networks are allowed. The
 * caller has to connect to the very addresses it gets.
 */
public record AddressPolicy(boolean allowLoopback) {
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
   * @throws FailureException if there are none, or one is refused
   */
  public List<InetAddress> resolve(String host) throws FailureException {
    List<InetAddress> addresses = lookUp(host);
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
      return Optional.of("it is a multicast address, and no host's. Correct the host's DNS entry");
    }
    if (METADATA.contains(address)) {
      return Optional.of("a cloud serves its metadata there. Name another host");
    }
    boolean local =
        address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress();
    return local && !allowLoopback
        ? Optional.of("loopback and link-local addresses need the operator's consent")
        : EmbeddedIpv4.in(address).flatMap(this::objection);
  }

  /** A look-up can hang for long and heeds no interrupt: it gets a thread that nobody waits for. */
  private static List<InetAddress> lookUp(String host) throws FailureException {
    FutureTask<List<InetAddress>> lookUp =
        new FutureTask<>(() -> List.of(InetAddress.getAllByName(host)));
    Thread.ofPlatform().daemon().name("resolve " + host).start(lookUp);
    try {
      return lookUp.get();
    } catch (ExecutionException e) {
      throw new FailureException(
          new Failure.Remote(
              Reason.HOST_UNREACHABLE,
              "Host %s cannot be resolved. Check its name, and the cluster's DNS".formatted(host)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(
          new Failure.Remote(Reason.TIMED_OUT, "Host %s was not resolved in time".formatted(host)),
          e);
    }
  }
}
