package dev.gitopsbinding.net.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A form of IPv6 addresses that the kernel or a gateway translates to an IPv4 address.
 *
 * @param prefix the beginning of these addresses, in hexadecimal digits
 * @param offset where the IPv4 address begins, in bytes
 */
record EmbeddedIpv4(String prefix, int offset) {
  private static final int IPV6_LENGTH = 16;
  private static final int IPV4_LENGTH = 4;

  private static final List<EmbeddedIpv4> FORMS =
      List.of(
          // ::/96 and ::ffff:0:0/96: IPv4-compatible and IPv4-mapped (RFC 4291, section 2.5.5). DNS
          // can return a mapped address as Inet6Address, and connecting to it uses IPv4.
          new EmbeddedIpv4("0".repeat(24), 12),
          new EmbeddedIpv4("0".repeat(20) + "ffff", 12),
          // ::ffff:0:0:0/96: IPv4-translated (RFC 7915).
          new EmbeddedIpv4("0".repeat(16) + "ffff0000", 12),
          // 64:ff9b::/96 and 64:ff9b:1::/48: NAT64 (RFC 6052, RFC 8215).
          new EmbeddedIpv4("0064ff9b" + "0".repeat(16), 12),
          new EmbeddedIpv4("0064ff9b0001", 12),
          // 2002::/16: 6to4 (RFC 3056).
          new EmbeddedIpv4("2002", 2));

  /** The IPv4 address in an IPv6 address, if there is one. */
  static Optional<InetAddress> in(InetAddress address) {
    byte[] bytes = address.getAddress();
    String digits = HexFormat.of().formatHex(bytes);
    return FORMS.stream()
        .filter(form -> bytes.length == IPV6_LENGTH && digits.startsWith(form.prefix))
        .findFirst()
        .map(form -> ipv4(Arrays.copyOfRange(bytes, form.offset, form.offset + IPV4_LENGTH)));
  }

  private static InetAddress ipv4(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
