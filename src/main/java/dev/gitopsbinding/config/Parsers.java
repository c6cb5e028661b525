package dev.gitopsbinding.config;

import dev.gitopsbinding.http.status.Audience;
import dev.gitopsbinding.model.GoDuration;
import dev.gitopsbinding.net.http.CertificateAuthorities;
import dev.gitopsbinding.net.http.ProxySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses typed values. Every parser returns empty for a text that is not allowed. */
final class Parsers {
  private static final Pattern SIZE = Pattern.compile("(?<number>[0-9]{1,18})(?<unit>Ki|Mi|Gi)?");
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");

  private static final int DEFAULT_PROXY_PORT = 80;

  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
  private static final Pattern HOST =
      Pattern.compile(
          "(?:(?:LABEL[.])*LABEL|[*][.](?:LABEL[.])*(?![0-9]+(?::|$))LABEL|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?"
              .replace("LABEL", LABEL));

  private Parsers() {}

  static Function<String, Optional<Integer>> integer(int min, int max) {
    return text -> {
      if (!text.matches("[0-9]{1,9}")) {
        return Optional.empty();
      }
      return Optional.of(Integer.valueOf(text)).filter(value -> value >= min && value <= max);
    };
  }

  /** A Kubernetes quantity (API reference, "Quantity") of whole bytes, Ki, Mi or Gi, in bytes. */
  static Function<String, Optional<Long>> bytes(long min, long max) {
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
      return number > (max >> shift)
          ? Optional.empty()
          : Optional.of(number << shift).filter(value -> value >= min);
    };
  }

  static Function<String, Optional<Duration>> duration(Duration min, Duration max) {
    return text ->
        GoDuration.parse(text)
            .filter(value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
  }

  static Optional<Boolean> flag(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** One of some words in lower case; upper case is accepted too. */
  static Function<String, Optional<String>> oneOf(String... words) {
    return text -> Arrays.stream(words).filter(text.toLowerCase(Locale.ROOT)::equals).findFirst();
  }

  static Optional<Audience> audience(String text) {
    return switch (text) {
      case "local" -> Optional.of(Audience.LOCAL);
      case "all" -> Optional.of(Audience.ALL);
      case "off" -> Optional.of(Audience.NOBODY);
      default -> Optional.empty();
    };
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

  /** A line without the characters that end a name in a git commit. */
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
   * Hosts, converted to lower case: names, IPv4 or bracketed IPv6 addresses, each with or without a
   * port. A name may begin with a wildcard, an address may not.
   */
  static Optional<List<String>> hosts(String text) {
    List<String> hosts = list(text.toLowerCase(Locale.ROOT));
    return hosts.stream().allMatch(HOST.asMatchPredicate()) ? Optional.of(hosts) : Optional.empty();
  }

  /** The URL of a proxy; its user info, if any, is the login. */
  static Optional<ProxySettings.Proxy> proxy(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
        return Optional.empty();
      }
      int port = uri.getPort() < 0 ? DEFAULT_PROXY_PORT : uri.getPort();
      return Optional.of(new ProxySettings.Proxy(uri.getHost(), port, uri.getUserInfo()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The content of a file with certificates. */
  static Optional<String> certificates(String text) {
    try {
      Path file = Path.of(text);
      if (!file.isAbsolute()) {
        return Optional.empty();
      }
      String pem = Files.readString(file);
      CertificateAuthorities.parse(pem);
      return Optional.of(pem);
    } catch (InvalidPathException | IOException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}
