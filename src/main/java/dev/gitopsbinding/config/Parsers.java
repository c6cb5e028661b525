package dev.gitopsbinding.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads typed values from text; every parser gives nothing for a text it does not accept. */
final class Parsers {
  private static final Pattern SIZE = Pattern.compile("(?<number>[0-9]{1,18})(?<unit>Ki|Mi|Gi)?");
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");

  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
  private static final Pattern HOST =
      Pattern.compile(
          "(?:(?:LABEL[.])*LABEL|[*][.](?:LABEL[.])*(?![0-9]+(?::|$))LABEL|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?"
              .replace("LABEL", LABEL));

  private Parsers() {}

  static Function<String, Optional<Integer>> integer(int least, int most) {
    return text -> {
      if (!text.matches("[0-9]{1,9}")) {
        return Optional.empty();
      }
      return Optional.of(Integer.valueOf(text)).filter(value -> value >= least && value <= most);
    };
  }

  /** A number of bytes: a Kubernetes quantity (API reference, "Quantity") of whole Ki, Mi or Gi. */
  static Function<String, Optional<Long>> bytes(long least, long most) {
    return text -> {
      Matcher matcher = SIZE.matcher(text);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      int shift =
          switch (matcher.group("unit")) {
            case "Ki" -> 10;
            case "Mi" -> 20;
            case "Gi" -> 30;
            case null, default -> 0;
          };
      long number = Long.parseLong(matcher.group("number"));
      return number > (most >> shift)
          ? Optional.empty()
          : Optional.of(number << shift).filter(value -> value >= least);
    };
  }

  static Function<String, Optional<Duration>> duration(
      Function<String, Optional<Duration>> syntax, Duration least, Duration most) {
    return text ->
        syntax
            .apply(text)
            .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
  }

  static Optional<Boolean> flag(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  static <E extends Enum<E>> Function<String, Optional<E>> oneOf(E[] values) {
    return text ->
        Arrays.stream(values)
            .filter(
                value ->
                    value.name().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT)))
            .findFirst();
  }

  static Optional<Path> absolutePath(String text) {
    try {
      return Optional.of(Path.of(text)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A text of one line without the characters that end a name in a git commit. */
  static Optional<String> identity(String text) {
    boolean usable = text.chars().noneMatch(c -> c == '<' || c == '>' || Character.isISOControl(c));
    return Optional.of(text.strip()).filter(value -> usable && !value.isEmpty());
  }

  static Optional<String> dnsLabel(String text) {
    return Optional.of(text).filter(value -> DNS_LABEL.matcher(value).matches());
  }

  static Optional<List<String>> dnsLabels(String text) {
    List<String> labels = list(text);
    return labels.stream().allMatch(label -> dnsLabel(label).isPresent())
        ? Optional.of(labels)
        : Optional.empty();
  }

  static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * Hosts in lower case: names, IPv4 or bracketed IPv6 addresses, each with or without a port; a
   * wildcard may stand for what is before a domain, and not before the numbers of an address.
   */
  static Optional<List<String>> hosts(String text) {
    List<String> hosts = list(text.toLowerCase(Locale.ROOT));
    return hosts.stream().allMatch(HOST.asMatchPredicate()) ? Optional.of(hosts) : Optional.empty();
  }

  static Optional<URI> proxy(String text) {
    try {
      return Optional.of(new URI(text.contains("://") ? text : "http://" + text))
          .filter(uri -> "http".equals(uri.getScheme()) && uri.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
