package dev.gitopsbinding.net.address;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses (RFC 4632).
 *
 * @param address any address of the range, as an unsigned 32-bit number
 * @param prefixLength how many leading bits all addresses share, from 0 to 32
 */
public record Ipv4Network(long address, int prefixLength) {
  private static final Pattern CIDR = Pattern.compile("([0-9.]+)/([0-9]{1,2})");
  private static final Pattern ADDRESS =
      Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");
  private static final int BITS = 32;

  /** Reads CIDR notation, such as {@code 10.0.0.0/8}; empty for other texts. */
  public static Optional<Ipv4Network> parse(String text) {
    Matcher matcher = CIDR.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > BITS) {
      return Optional.empty();
    }
    int length = Integer.parseInt(matcher.group(2));
    return address(matcher.group(1)).map(address -> new Ipv4Network(address, length));
  }

  /** Whether the host is an IPv4 address in this range; false for names and IPv6. */
  public boolean contains(String host) {
    int shift = BITS - prefixLength;
    return address(host).filter(other -> other >> shift == address >> shift).isPresent();
  }

  private static Optional<Long> address(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long value = 0;
    for (int group = 1; group <= matcher.groupCount(); group++) {
      value = value << 8 | Integer.parseInt(matcher.group(group));
    }
    return Optional.of(value);
  }
}
