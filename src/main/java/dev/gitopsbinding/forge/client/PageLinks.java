package dev.gitopsbinding.forge.client;

import dev.gitopsbinding.net.http.HttpAnswer;
import java.util.Optional;

/** Whether a list goes on (RFC 8288, relation "next"). */
public final class PageLinks {
  private PageLinks() {}

  /**
   * Whether another page follows; empty if the answer has no links. The link itself is not used: it
   * could lead to another host.
   */
  public static Optional<Boolean> next(HttpAnswer answer) {
    return answer.header("link").map(link -> link.contains("rel=\"next\""));
  }
}
