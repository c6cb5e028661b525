package dev.gitopsbinding.git.transport;

import dev.gitopsbinding.model.RepositoryUrl;
import java.net.URISyntaxException;
import java.util.Locale;
import org.eclipse.jgit.transport.URIish;

/** Makes JGit URIs from parsed URLs, part by part, so that JGit parses nothing. */
public final class JGitUris {
  private static final String DEFAULT_USER = "git";

  private JGitUris() {}

  public static URIish of(RepositoryUrl url) {
    URIish uri =
        new URIish()
            .setScheme(url.scheme().name().toLowerCase(Locale.ROOT))
            .setHost(url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host())
            .setPort(url.port());
    return switch (url.scheme()) {
      case SSH -> withPath(uri.setUser(user(url)), url);
      case HTTPS, HTTP -> withPath(uri, url);
    };
  }

  /** The login name; {@code git}, as on most hosts, if the URL has none. */
  public static String user(RepositoryUrl url) {
    return url.user() == null ? DEFAULT_USER : url.user();
  }

  private static URIish withPath(URIish uri, RepositoryUrl url) {
    // Only git's scp form has no slash; it is not percent-encoded, and relative to the home folder.
    if (!url.path().startsWith("/")) {
      return uri.setPath(url.path());
    }
    try {
      return uri.setRawPath(url.path());
    } catch (URISyntaxException e) {
      return uri.setPath(url.path());
    }
  }
}
