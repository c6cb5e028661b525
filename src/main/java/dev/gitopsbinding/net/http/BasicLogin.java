package dev.gitopsbinding.net.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A login by user name and password (RFC 7617). {@link #toString()} shows neither.
 *
 * @param pair {@code user:password}
 */
public record BasicLogin(String pair) {
  /**
   * Creates a login.
   *
   * @param username without a colon
   */
  public static BasicLogin of(String username, String password) {
    return new BasicLogin(username + ":" + password);
  }

  /** The value of the header {@code Authorization}. */
  public String authorization() {
    return "Basic " + base64();
  }

  /**
   * What must not be shown in case a host or a proxy repeats it. That includes the user name,
   * because many hosts accept an access token there.
   */
  public List<String> secrets() {
    return Stream.concat(Stream.of(base64()), Stream.of(pair.split(":", 2))).toList();
  }

  @Override
  public String toString() {
    return "BasicLogin";
  }

  private String base64() {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
