package dev.gitopsbinding.git.credential;

import dev.gitopsbinding.model.RepositoryUrl;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a receiver of messages is reached. Its URL is a secret; {@link #toString()} shows the host
 * only.
 *
 * @param host the host of {@code uri}, with its port
 * @param hmacKey by which messages are signed; null if they are not
 * @param bearerToken null for none
 * @param authorities PEM certificates to trust in addition to the system's; null for none
 */
public record WebhookAccess(
    URI uri,
    RepositoryUrl host,
    @Nullable String hmacKey,
    @Nullable String bearerToken,
    @Nullable String authorities) {
  /** Shorter parts of a path are words, such as {@code hooks}, and no secrets. */
  private static final int SHORTEST_PART = 8;

  /** What must not be shown: the URL, its path and the longer parts of it, the token, the key. */
  public List<String> secrets() {
    String path = Objects.requireNonNullElse(uri.getRawPath(), "");
    String query = uri.getRawQuery();
    return Stream.concat(
            Stream.of(uri.toString(), path, query, hmacKey, bearerToken).filter(Objects::nonNull),
            Stream.of(path, Objects.requireNonNullElse(query, ""))
                .flatMap(text -> Arrays.stream(text.split("[/=&]", -1)))
                .filter(part -> part.length() >= SHORTEST_PART))
        .filter(text -> text.length() > 1)
        .distinct()
        .toList();
  }

  @Override
  public String toString() {
    return "webhook at " + host.hostAndPort();
  }
}
