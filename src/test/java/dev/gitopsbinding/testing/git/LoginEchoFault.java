package dev.gitopsbinding.testing.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** A git server that answers each request with the login it got, plain and encoded. */
public enum LoginEchoFault implements HttpGitServer.Fault {
  /** In the text of a refusal. */
  UNAUTHORIZED(401, "text/plain", "AuthenticationFailed"),
  /** In the text of a refusal. */
  FORBIDDEN(403, "text/html", "AuthenticationFailed"),
  /** In the text of a refusal. */
  NOT_FOUND(404, "text/plain", "RepositoryNotFound"),
  /** In the text of a failure. */
  BROKEN(500, "text/html", "RemoteError"),
  /** In a web page. */
  WEB_PAGE(200, "text/html", "RemoteError"),
  /** Where git expects its protocol. */
  NO_GIT(200, LoginEchoFault.ADVERTISEMENT, "RemoteError"),
  /** In an error of git's protocol (gitprotocol-pack(5), "error-line"). */
  ERROR_PACKET(200, LoginEchoFault.ADVERTISEMENT, "RemoteError") {
    @Override
    String words(String login) {
      String error = "ERR you are not " + login;
      return "001e# service=git-upload-pack\n0000%04x%s".formatted(error.length() + 4, error);
    }
  },
  /** In the URL of a redirect. */
  REDIRECT(302, "text/plain", "RemoteError");

  private static final String ADVERTISEMENT = "application/x-git-upload-pack-advertisement";

  private final int status;
  private final String type;
  private final String reason;

  LoginEchoFault(int status, String type, String reason) {
    this.status = status;
    this.type = type;
    this.reason = reason;
  }

  /** The reason that a binding shows. */
  public String reason() {
    return reason;
  }

  @Override
  public void answer(HttpExchange exchange) throws IOException {
    String login = login(exchange);
    byte[] body = words(login).getBytes(UTF_8);
    String inUrl = login.replace(' ', '/');
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("X-Login", login);
    exchange
        .getResponseHeaders()
        .set("Location", "https://" + inUrl + "@127.0.0.1:1/" + inUrl + "?login=" + inUrl);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  String words(String login) {
    return "<p>You are " + login + "</p>\n";
  }

  private static String login(HttpExchange exchange) {
    String header =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    String encoded = header.substring(header.indexOf(' ') + 1);
    return header.startsWith("Basic ")
        ? encoded + " " + new String(Base64.getDecoder().decode(encoded), UTF_8)
        : encoded;
  }
}
