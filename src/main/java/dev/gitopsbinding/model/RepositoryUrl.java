package dev.gitopsbinding.model;

import dev.gitopsbinding.model.text.OneLine;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a git repository is. Written as {@code ssh://[user@]host[:port]/path}, {@code
 * https://host[:port]/path}, or in git's scp form {@code [user@]host:path} (git-fetch(1), "GIT
 * URLS").
 *
 * @param scheme the protocol
 * @param user the login name for SSH, if the URL has one; always null for HTTP
 * @param host lower-case name or address; an IPv6 address without brackets
 * @param port the explicit port, or the scheme's default
 * @param path as written, with a leading slash where the URL had one
 */
public record RepositoryUrl(
    Scheme scheme, @Nullable String user, String host, int port, String path) {

  private static final int MAX_PORT = 65_535;
  private static final Pattern SCP_IN_URI =
      Pattern.compile("^ssh://([^/@]*@)?[^/:@\\[]+:(?![0-9]+(/|$))", Pattern.CASE_INSENSITIVE);
  private static final Pattern MANY_SLASHES = Pattern.compile("/{2,}");

  /** The protocols a repository can be read by. */
  public enum Scheme {
    SSH(22),
    HTTPS(443),
    /** Clear text: only where the operator's settings allow it. */
    HTTP(80);

    private final int defaultPort;

    Scheme(int defaultPort) {
      this.defaultPort = defaultPort;
    }

    /** The port used where a URL names none. */
    public int defaultPort() {
      return defaultPort;
    }
  }

  /**
   * Equal for all URLs of one repository. The default ports of all schemes count as the same port;
   * {@code .git} and slashes around the path are ignored; the case of the path matters. Other names
   * of a host and its paths count where they are known ({@link RepositoryAliases}).
   *
   * @param port 0 stands for the default port of any scheme
   */
  public record Identity(String host, int port, String path) {}

  private static final Pattern SCP =
      Pattern.compile(
          "(?:(?<user>[A-Za-z0-9._-]+)@)?(?<host>[A-Za-z0-9][A-Za-z0-9.-]*):(?<path>[^:].*)");

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException if the text has no supported form; the message never repeats a
   *     password
   */
  public static RepositoryUrl parse(String text) {
    refuseInvisible(text);
    return text.contains("://") ? parseUri(text) : parseScp(text);
  }

  /** The normalised identity of the repository. */
  public Identity identity() {
    String single = path.contains("//") ? MANY_SLASHES.matcher(path).replaceAll("/") : path;
    int begin = single.startsWith("/") ? 1 : 0;
    int end = single.length() - (single.length() > begin && single.endsWith("/") ? 1 : 0);
    String trimmed = single.substring(begin, end);
    trimmed = trimmed.endsWith(".git") ? trimmed.substring(0, trimmed.length() - 4) : trimmed;
    return RepositoryAliases.canonical(
        new Identity(host, port == scheme.defaultPort() ? 0 : port, trimmed));
  }

  /** The host, with its port unless that is the scheme's default. */
  public String hostAndPort() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == scheme.defaultPort() ? shown : shown + ":" + port;
  }

  /**
   * A text that differs for any two repositories: the long form, or git's scp form if the path is
   * relative to the home directory of the login.
   */
  public String place() {
    return path.startsWith("/")
        ? toString()
        : (user == null ? "" : user + "@") + hostAndPort() + ":" + path;
  }

  /** The URL in its long form, without the login name. */
  @Override
  public String toString() {
    String separator = path.startsWith("/") ? "" : "/";
    return scheme.name().toLowerCase(Locale.ROOT) + "://" + hostAndPort() + separator + path;
  }

  private static RepositoryUrl parseUri(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "is not a valid URL: write special characters percent-encoded", e);
    }
    if (SCP_IN_URI.matcher(text).find()) {
      throw new IllegalArgumentException(
          "has ':' after the host of an ssh:// URL: write ssh://git@github.com/acme/web.git or"
              + " git@github.com:acme/web.git");
    }
    Scheme scheme = scheme(uri.getScheme());
    if (uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException("must have a host and no query or fragment");
    }
    String userInfo = uri.getUserInfo();
    if (userInfo != null && (scheme != Scheme.SSH || userInfo.contains(":"))) {
      throw new IllegalArgumentException(
          "must not hold a login: write https://github.com/acme/web.git, put user name and password"
              + " into the Secret of secretRef, and revoke the password, which is in logs now");
    }
    if (userInfo != null) {
      refuseInvisible(userInfo);
    }
    if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
      throw new IllegalArgumentException("must have a port from 1 to " + MAX_PORT + ", or none");
    }
    if (uri.getPath() == null || uri.getPath().length() < 2) {
      throw new IllegalArgumentException("must have a path");
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT).replaceAll("^\\[|\\]$", "");
    int port = uri.getPort() < 0 ? scheme.defaultPort() : uri.getPort();
    String user = userInfo == null || userInfo.isEmpty() ? null : userInfo;
    return new RepositoryUrl(scheme, user, host, port, uri.getRawPath());
  }

  private static void refuseInvisible(String text) {
    if (text.indexOf('\\') >= 0 || OneLine.hasInvisible(text)) {
      throw new IllegalArgumentException("must not hold spaces, backslashes or control characters");
    }
  }

  private static Scheme scheme(@Nullable String name) {
    return switch (name == null ? "" : name.toLowerCase(Locale.ROOT)) {
      case "ssh" -> Scheme.SSH;
      case "https" -> Scheme.HTTPS;
      case "http" -> Scheme.HTTP;
      default ->
          throw new IllegalArgumentException(
              "must begin with https:// or ssh://, or be of the form user@host:path");
    };
  }

  private static RepositoryUrl parseScp(String text) {
    Matcher matcher = SCP.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must begin with https:// or ssh://, or be of the form user@host:path");
    }
    return new RepositoryUrl(
        Scheme.SSH,
        matcher.group("user"),
        matcher.group("host").toLowerCase(Locale.ROOT),
        Scheme.SSH.defaultPort(),
        matcher.group("path"));
  }
}
