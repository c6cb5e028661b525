package dev.gitopsbinding.git.transport.http;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.FailureException;
import dev.gitopsbinding.net.share.RateLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;

/** Turns HTTP answers that are no success into failures (RFC 9110, section 15). */
public final class HttpAnswers {
  private static final int READ_BYTES = 4096;
  private static final int OK = 200;

  private HttpAnswers() {}

  /**
   * Accepts only answers of git's smart protocol (gitprotocol-http(5)).
   *
   * @throws FailureException for any other answer
   */
  static void refuseFailures(
      ClassicHttpResponse answer, String method, HttpGitConnection connection) throws IOException {
    if (encodings(answer) > 1) {
      connection.hangUp();
      throw new FailureException(
          new Failure.Remote(
              Reason.REMOTE_ERROR,
              connection.url()
                  + ": the host compressed its answer more than once, which is not supported; correct the proxy in front of it"));
    }
    if (answer.getCode() != OK) {
      Optional<RateLimits.Limit> limit = connection.rateLimit().note(answer);
      if (limit.isPresent()) {
        connection.hangUp();
        throw new FailureException(limited(connection.url(), limit.get()));
      }
      throw refuse(answer, connection, reason(answer.getCode()), advice(answer, connection));
    }
    Header type = answer.getFirstHeader("Content-Type");
    if (method.equals("GET")
        && (type == null || !type.getValue().startsWith("application/x-git-"))) {
      throw refuse(
          answer,
          connection,
          Reason.REMOTE_ERROR,
          "this is not an answer of git's smart HTTP protocol; check that the URL is the clone URL");
    }
  }

  /** The failure while a rate limit is in force. */
  public static Failure limited(RepositoryUrl url, RateLimits.Limit limit) {
    return new Failure.Limited(Reason.RATE_LIMITED, limit.message(url.hostAndPort()), limit.end());
  }

  /**
   * How often the body is compressed. Each compression can expand it a thousandfold, and only the
   * bytes after the last decompression are counted.
   */
  private static long encodings(ClassicHttpResponse answer) {
    return Arrays.stream(answer.getHeaders(HttpHeaders.CONTENT_ENCODING))
        .flatMap(header -> Arrays.stream(header.getValue().split(",")))
        .filter(coding -> !coding.strip().equalsIgnoreCase("identity") && !coding.isBlank())
        .count();
  }

  private static FailureException refuse(
      ClassicHttpResponse answer, HttpGitConnection connection, Reason reason, String advice)
      throws IOException {
    String said = connection.redactor().clean(body(answer, connection));
    connection.hangUp();
    return new FailureException(
        new Failure.Remote(
            reason,
            "%s answered with HTTP status %d%s: %s"
                .formatted(
                    connection.url(),
                    answer.getCode(),
                    said.isEmpty() ? "" : " (" + said + ")",
                    advice)));
  }

  private static Reason reason(int status) {
    return switch (status) {
      case 401, 403 -> Reason.AUTHENTICATION_FAILED;
      case 404, 410 -> Reason.REPOSITORY_NOT_FOUND;
      default -> Reason.REMOTE_ERROR;
    };
  }

  private static String advice(ClassicHttpResponse answer, HttpGitConnection connection) {
    int status = answer.getCode();
    if (status / 100 == 3) {
      return "redirects are not followed; set the field to the URL that it redirects to%s"
          .formatted(location(answer, connection));
    }
    return switch (status) {
      case 401 ->
          connection.isAnonymous()
              ? "it asks for a login; name a Secret with one in secretRef"
              : connection.isApp()
                  ? "it did not accept the token of the GitHub App, although its API gave it just now; check the host's health"
                  : "it did not accept the login; check username and password, or the token, in the Secret";
      case 403 -> "the login may not do this; check its rights on the repository";
      case 404, 410 ->
          "there is no such repository, or the login may not see it; check the URL and the rights";
      case 407 ->
          "the proxy asks for a login; ask the operator's owner to add one to the proxy settings";
      default -> "check the host's health; the operator retries";
    };
  }

  private static String location(ClassicHttpResponse answer, HttpGitConnection connection) {
    Header location = answer.getFirstHeader("Location");
    if (location == null) {
      return "";
    }
    String target =
        location.getValue().replaceFirst("//[^/@]*@", "//").replaceFirst("/info/refs.*|[?#].*", "");
    return " (" + connection.redactor().clean(target) + ")";
  }

  private static String body(ClassicHttpResponse answer, HttpGitConnection connection)
      throws IOException {
    if (answer.getEntity() == null) {
      return "";
    }
    byte[] bytes =
        connection.received().counting(answer.getEntity().getContent()).readNBytes(READ_BYTES);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
