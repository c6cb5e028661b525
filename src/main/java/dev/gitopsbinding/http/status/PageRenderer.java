package dev.gitopsbinding.http.status;

import dev.gitopsbinding.status.BindingState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page for people: it needs no script and loads nothing. Pure.
 *
 * @param query what is shown
 * @param namespaces among which a client may choose
 * @param counts how many bindings of the chosen namespace are in each state
 * @param hidden how many matching rows are left out
 */
record PageRenderer(
    StatusQuery query,
    List<String> namespaces,
    Map<BindingState, Integer> counts,
    int hidden,
    Instant now)
    implements RowRenderer {
  static final int REFRESH_SECONDS = 15;

  private static final String COLUMNS =
      List.of(
              "Binding",
              "State",
              "What is going on",
              "Source",
              "Manifest",
              "Running",
              "Last push",
              "Next look")
          .stream()
          .map(name -> "<th scope=\"col\">" + name + "</th>")
          .collect(Collectors.joining());

  @Override
  public String contentType() {
    return "text/html; charset=utf-8";
  }

  @Override
  public String beginning() {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        %s<title>%s</title>
        <link rel="icon" href="data:image/svg+xml,%%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%%3E%%3Ccircle cx='4' cy='4' r='3.5' fill='%%23%s'/%%3E%%3C/svg%%3E">
        <style>%s</style>
        </head>
        <body>
        <header>
        <h1>GitOps bindings</h1>
        <p>As of <time>%s</time>. %s</p>
        </header>
        <nav aria-label="States">%s</nav>
        %s
        <main>
        <table>
        <caption>%s</caption>
        <thead><tr>%s</tr></thead>
        <tbody>
        """
        .formatted(
            query.refreshing()
                ? "<meta http-equiv=\"refresh\" content=\"%d\">\n".formatted(REFRESH_SECONDS)
                : "",
            title(),
            iconColour(),
            PageStyle.css(),
            now.truncatedTo(ChronoUnit.SECONDS),
            refreshing(),
            chips(),
            form(),
            caption(),
            COLUMNS);
  }

  @Override
  public String row(int number, BindingRow row) {
    return new RowMarkup(row, now).html();
  }

  @Override
  public String end() {
    String more =
        hidden == 0
            ? ""
            : "<p class=\"more\">%d more are not shown. Choose a namespace or a state.</p>\n"
                .formatted(hidden);
    return "</tbody>\n</table>\n" + more + "</main>\n</body>\n</html>\n";
  }

  private String title() {
    String problems =
        List.of(BindingState.FAILED, BindingState.HELD, BindingState.WAITING).stream()
            .filter(counts::containsKey)
            .map(state -> counts.get(state) + " " + state.text())
            .collect(Collectors.joining(", "));
    return (problems.isEmpty() ? "all well" : problems) + " – GitOps bindings";
  }

  private String iconColour() {
    if (counts.containsKey(BindingState.FAILED)) {
      return "c62828";
    }
    return counts.containsKey(BindingState.HELD) ? "b26a00" : "2e7d32";
  }

  private String refreshing() {
    return query.refreshing()
        ? "Refreshes every %d s. <a href=\"%s\">Pause</a>"
            .formatted(REFRESH_SECONDS, link(query.state(), false))
        : "Paused. <a href=\"%s\">Refresh every %d s</a>"
            .formatted(link(query.state(), true), REFRESH_SECONDS);
  }

  private String chips() {
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    return chip(null, "all", all)
        + Arrays.stream(BindingState.values())
            .map(state -> chip(state, state.text(), counts.getOrDefault(state, 0)))
            .collect(Collectors.joining());
  }

  private String chip(@Nullable BindingState state, String text, int count) {
    return "<a class=\"chip %s\" href=\"%s\"%s><b>%d</b> %s</a>"
        .formatted(
            text,
            link(state, query.refreshing()),
            state == query.state() ? " aria-current=\"page\"" : "",
            count,
            text);
  }

  private String link(@Nullable BindingState state, boolean refreshing) {
    StringBuilder link = new StringBuilder("?");
    if (query.namespace() != null) {
      link.append("namespace=").append(Html.encode(query.namespace())).append("&amp;");
    }
    if (state != null) {
      link.append("state=").append(state.text()).append("&amp;");
    }
    return link + (refreshing ? "" : "refresh=off");
  }

  private String form() {
    String spaces =
        namespaces.stream()
            .map(name -> option(Html.escape(name), name.equals(query.namespace())))
            .collect(Collectors.joining());
    String states =
        Arrays.stream(BindingState.values())
            .map(state -> option(state.text(), state == query.state()))
            .collect(Collectors.joining());
    return """
        <form method="get">
        <label>Namespace <select name="namespace"><option value="">all</option>%s</select></label>
        <label>State <select name="state"><option value="">all</option>%s</select></label>
        %s<button>Show</button>
        </form>"""
        .formatted(
            spaces,
            states,
            query.refreshing() ? "" : "<input type=\"hidden\" name=\"refresh\" value=\"off\">\n");
  }

  private static String option(String text, boolean selected) {
    return "<option%s>%s</option>".formatted(selected ? " selected" : "", text);
  }

  private String caption() {
    int shown =
        query.state() == null
            ? counts.values().stream().mapToInt(Integer::intValue).sum()
            : counts.getOrDefault(query.state(), 0);
    return "%d %s%s"
        .formatted(
            shown,
            (query.state() == null ? "" : query.state().text() + " ")
                + (shown == 1 ? "binding" : "bindings"),
            query.namespace() == null
                ? ""
                : " in namespace <bdi>" + Html.escape(query.namespace()) + "</bdi>");
  }
}
