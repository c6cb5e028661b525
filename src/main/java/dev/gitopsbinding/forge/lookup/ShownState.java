package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.client.SafeLink;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.text.TextShortener;
import dev.gitopsbinding.net.http.Redactor;
import java.util.List;

/** Makes what a forge wrote fit to be shown: short, clean, without secrets. */
record ShownState(SafeLink links, Redactor redactor) {
  private static final int MAX_NAME = 100;
  private static final int MAX_RESULT = 40;
  private static final int MAX_NAMES = 50;

  CheckState of(CheckState state) {
    return switch (state) {
      case CheckState.Passed passed -> passed;
      case CheckState.Pending(var running, var missing) ->
          new CheckState.Pending(names(running), names(missing));
      case CheckState.Failed(var name, var result, var link) ->
          new CheckState.Failed(text(name, MAX_NAME), text(result, MAX_RESULT), links.of(link));
    };
  }

  private List<String> names(List<String> names) {
    return names.stream().limit(MAX_NAMES).map(name -> text(name, MAX_NAME)).toList();
  }

  private String text(String text, int longest) {
    String shown = TextShortener.shorten(redactor.clean(text), longest);
    return shown.isEmpty() ? "(no name)" : shown;
  }
}
