package dev.gitopsbinding.testing.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The texts by which a secret would give itself away, however it came into an output. */
final class SecretForms {
  private static final HexFormat HEX = HexFormat.of();

  /** Dumps of bytes break lines; a half of this length lies in one of them. */
  private static final int HALVED_FROM = 24;

  private SecretForms() {}

  /** Those of a text of one line. */
  static Set<String> of(String secret) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(secret);
    forms.add(URLEncoder.encode(secret, UTF_8));
    forms.addAll(of(secret.getBytes(UTF_8)));
    return forms;
  }

  /** Those of bytes: hexadecimal digits, numbers, and Base64 also where others stand before it. */
  static Set<String> of(byte[] secret) {
    Set<String> forms = new LinkedHashSet<>();
    for (byte[] part : secret.length < HALVED_FROM ? List.of(secret) : halves(secret)) {
      for (String separator : List.of("", " ", ":")) {
        String digits = HEX.withDelimiter(separator).formatHex(part);
        forms.add(digits);
        forms.add(digits.toUpperCase(Locale.ROOT));
      }
      forms.add(
          IntStream.range(0, part.length)
              .mapToObj(i -> Byte.toString(part[i]))
              .collect(Collectors.joining(", ")));
    }
    for (int before = 0; before < 3; before++) {
      String form = base64(secret, before);
      forms.add(form);
      forms.add(form.replace('+', '-').replace('/', '_'));
    }
    return forms;
  }

  /** Only the characters that depend on the secret alone. */
  private static String base64(byte[] secret, int before) {
    byte[] shifted = new byte[before + secret.length];
    System.arraycopy(secret, 0, shifted, before, secret.length);
    String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int first = (before * 8 + 5) / 6;
    int last = shifted.length * 8 / 6;
    return text.substring(first, last);
  }

  private static List<byte[]> halves(byte[] secret) {
    int middle = secret.length / 2;
    return Stream.of(
            Arrays.copyOfRange(secret, 0, middle),
            Arrays.copyOfRange(secret, middle, secret.length))
        .toList();
  }
}
