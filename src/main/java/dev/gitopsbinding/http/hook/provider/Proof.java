package dev.gitopsbinding.http.hook.provider;

import java.util.List;
import java.util.Optional;

/** By what a sender proves that it knows the secret. Nothing here is trusted yet. */
public sealed interface Proof {
  /** The secret itself. */
  record Token(String value) implements Proof {
    /** The token of a path or of a header such as {@code Authorization}, also behind "Bearer". */
    static Optional<Proof> of(String value) {
      String token =
          value.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())
              ? value.substring("Bearer ".length()).strip()
              : value;
      return token.isEmpty() ? Optional.empty() : Optional.of(new Token(token));
    }

    /** Shows no secret. */
    @Override
    public String toString() {
      return "Token";
    }
  }

  /** HMAC-SHA256 of the body, in hexadecimal digits. */
  record BodySignature(String hex) implements Proof {
    private static final String SHA256 = "sha256=";

    /** From a header that holds the digits alone, or behind {@code sha256=}. */
    static Optional<Proof> ofHeader(String value) {
      String digits = value.startsWith(SHA256) ? value.substring(SHA256.length()) : value;
      return digits.matches("[0-9a-fA-F]{64}")
          ? Optional.of(new BodySignature(digits))
          : Optional.empty();
    }
  }

  /**
   * HMAC-SHA256 of {@code id.timestamp.body} (standardwebhooks.com, "Webhook signature scheme").
   *
   * @param timestamp seconds since 1970, as it was sent: digits
   * @param macs in Base64; one of them has to be right
   */
  record TimedSignature(String id, String timestamp, List<String> macs) implements Proof {
    private static final String VERSION = "v1,";
    private static final int MOST = 4;
    private static final int LONGEST_ID = 256;

    /** Copies the list. */
    public TimedSignature {
      macs = List.copyOf(macs);
    }

    /**
     * From the headers {@code webhook-id}, {@code webhook-timestamp}, {@code webhook-signature}.
     */
    static Optional<Proof> of(HookRequest request) {
      String id = request.header("webhook-id");
      String timestamp = request.header("webhook-timestamp");
      List<String> macs =
          List.of(request.header("webhook-signature").split(" ", -1)).stream()
              .filter(one -> one.startsWith(VERSION))
              .map(one -> one.substring(VERSION.length()))
              .limit(MOST)
              .toList();
      return id.isEmpty()
              || id.length() > LONGEST_ID
              || !timestamp.matches("[0-9]{1,12}")
              || macs.isEmpty()
          ? Optional.empty()
          : Optional.of(new TimedSignature(id, timestamp, macs));
    }
  }
}
