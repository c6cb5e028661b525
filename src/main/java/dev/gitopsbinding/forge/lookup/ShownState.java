package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.text.TextShortener;
import dev.gitopsbinding.net.http.Redactor;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes what a forge wrote fit to be shown: short, clean, without secrets. */
record ShownState(RepositoryUrl api, Redactor redactor) {
  private static final int MAX_NAME = 100;
  private static final int MAX_RESULT = 40;
  private static final int MAX_NAMES = 50;

  CheckState of(CheckState state) {
    return switch (state) {
      case CheckState.Passed passed -> passed;
      case CheckState.Pending(var running, var missing) ->
          new CheckState.Pending(names(running), names(missing));
      case CheckState.Failed(var name, var result, var link) ->
          new CheckState.Failed(text(name, MAX_NAME), text(result, MAX_RESULT), link(link));
    };
  }

  private List<String> names(List<String> names) {
    return names.stream().limit(MAX_NAMES).map(name -> text(name, MAX_NAME)).toList();
  }

  private String text(String text, int longest) {
    String shown = TextShortener.shorten(redactor.clean(text), longest);
    return shown.isEmpty() ? "(no name)" : shown;
  }

  /**
   * The link, if it is an {@code https} URL without a login and needs no cleaning. A path alone is
   * below the forge: Gitea links its own jobs like this.
   */
  private @Nullable String link(@Nullable String link) {
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
