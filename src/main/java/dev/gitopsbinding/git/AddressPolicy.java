package dev.gitopsbinding.git;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.Failure;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Resolves host names and refuses addresses that lead to this pod or its node: loopback (RFC 1122,
 * section 3.2.1.3), link-local (RFC 3927, RFC 4291), unspecified and multicast ones. Private
 * networks are allowed. The caller has to connect to the very addresses it gets.
 */
record AddressPolicy(boolean allowLoopback) {
  private static final int IPV4_LENGTH = 4;
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  /**
   * All addresses of a host, each of which is allowed.
   *
   * @throws FailureException if there are none, or one is refused
   */
  List<InetAddress> resolve(String host) throws FailureException {
    List<InetAddress> addresses = lookUp(host);
    for (InetAddress address : addresses) {
      if (!isAllowed(address)) {
        throw new FailureException(
            new Failure.Remote(
                Reason.ADDRESS_NOT_ALLOWED,
                "Host %s has the address %s, which is not allowed: loopback and link-local addresses need the operator's consent"
                    .formatted(host, address.getHostAddress())));
      }
    }
    return addresses;
  }

  boolean isAllowed(InetAddress address) {
    if (address.isMulticastAddress()) {
      return false;
    }
    return allowLoopback
        || !(address.isLoopbackAddress()
            || address.isLinkLocalAddress()
            || address.isAnyLocalAddress()
            || embedsRefused(address));
  }

  /** IPv6 forms that a gateway or the kernel turns into IPv4 (RFC 4291, 2.5.5.1; RFC 6052). */
  private boolean embedsRefused(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean embeds =
        address instanceof Inet6Address six
            && (six.isIPv4CompatibleAddress()
                || Arrays.equals(Arrays.copyOf(bytes, NAT64.length), NAT64));
    if (!embeds) {
      return false;
    }
    try {
      return !isAllowed(
          InetAddress.getByAddress(
              Arrays.copyOfRange(bytes, bytes.length - IPV4_LENGTH, bytes.length)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
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
