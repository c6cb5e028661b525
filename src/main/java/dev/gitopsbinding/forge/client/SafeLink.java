package dev.gitopsbinding.forge.client;

import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.net.http.Redactor;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a link that a forge wrote may be shown.
 *
 * @param api any URL at the forge, which links without a host are relative to
 */
public record SafeLink(RepositoryUrl api, Redactor redactor) {
  /**
   * The link, if it is an {@code https} URL without a login and needs no cleaning. A path alone is
   * below the forge: Gitea links its own jobs like this.
   */
  public @Nullable String of(@Nullable String link) {
    if (link == null || link.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create("https://" + api.hostAndPort() + "/").resolve(link);
      boolean safe =
          "https".equals(uri.getScheme())
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && redactor.clean(uri.toString()).equals(uri.toString());
      return safe ? uri.toString() : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
