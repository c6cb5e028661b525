package dev.gitopsbinding.edit.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Finds the start of a Go template, as Helm uses them, in a text that is not valid YAML: two braces
 * that are neither in a comment nor in quotes nor in a block scalar, up to the line where the
 * parser stops.
 */
final class TemplateSearch {
  private static final String BRACES = "{{";

  /** A part of the text, in code points; the end is exclusive. */
  private record Span(int start, int end) {}

  private final String text;
  private final List<Span> quoted = new ArrayList<>();
  private int readUpTo;

  private TemplateSearch(String text) {
    this.text = text;
  }

  /** The place of the first template, counted in chars. */
  static OptionalInt firstIn(String text) {
    if (!text.contains(BRACES)) {
      return OptionalInt.empty();
    }
    TemplateSearch search = new TemplateSearch(text);
    search.parse();
    return search.first();
  }

  private void parse() {
    LoadSettings settings = LoadSettings.builder().setBufferSize(text.length() + 1).build();
    int depth = 0;
    try {
      ParserImpl events = new ParserImpl(settings, new StreamReader(settings, text));
      while (depth <= BoundedComposer.MAX_DEPTH && events.hasNext()) {
        Event event = events.next();
        depth += event instanceof CollectionStartEvent ? 1 : 0;
        depth -= event instanceof CollectionEndEvent ? 1 : 0;
        readUpTo = event.getEndMark().map(Mark::getIndex).orElse(readUpTo);
        if (event instanceof ScalarEvent scalar && !scalar.isPlain()) {
          quoted.add(
              new Span(scalar.getStartMark().map(Mark::getIndex).orElse(readUpTo), readUpTo));
        }
      }
    } catch (MarkedYamlEngineException e) {
      // A quote that is not closed goes on to the end of the text.
      boolean quote = String.valueOf(e.getContext()).contains("quoted scalar");
      readUpTo =
          (quote ? e.getContextMark() : e.getProblemMark()).map(Mark::getIndex).orElse(readUpTo);
    } catch (RuntimeException e) {
      // Only the text that was parsed so far is searched.
    }
  }

  /** Takes linear time: each char is visited a bounded number of times. */
  private OptionalInt first() {
    int most = text.codePointCount(0, text.length());
    int end = lineEnd(text.offsetByCodePoints(0, Math.min(most, readUpTo)));
    int spans = 0;
    int codePoints = 0;
    int counted = 0;
    int found = text.indexOf(BRACES);
    while (found >= 0 && found < end) {
      codePoints += text.codePointCount(counted, found);
      counted = found;
      while (spans < quoted.size() && quoted.get(spans).end() <= codePoints) {
        spans++;
      }
      if (spans < quoted.size() && quoted.get(spans).start() <= codePoints) {
        int rest = quoted.get(spans).end() - codePoints;
        found = text.indexOf(BRACES, text.offsetByCodePoints(found, rest));
      } else if (isComment(found)) {
        found = text.indexOf(BRACES, lineEnd(found));
      } else {
        return OptionalInt.of(found);
      }
    }
    return OptionalInt.empty();
  }

  private boolean isComment(int position) {
    String before = text.substring(text.lastIndexOf('\n', position) + 1, position);
    return before.startsWith("#") || before.contains(" #") || before.contains("\t#");
  }

  private int lineEnd(int position) {
    int end = text.indexOf('\n', position);
    return end < 0 ? text.length() : end;
  }
}
