package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.model.BindingId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The description of a pull request, with one section for each binding that shares it. A section
 * stands between two comments, which name the binding and the tag. A binding replaces its own
 * section and nothing else, so that two of them do not overwrite each other's in turns, and what
 * people write around the sections stays.
 *
 * @param text as the forge has it
 */
public record RequestSections(String text) {
  /** In characters (UTF-16); GitHub and Gitea take 65,536 bytes or characters. */
  static final int MAX_CHARS = 60_000;

  /** What no text of others may hold. */
  public static final String MARK = "<!-- gitopsbinding";

  /** Says that a push of the operator made the branch, so that the operator may delete it. */
  public static final String MADE = "<!-- gitopsbinding:branch -->";

  private static final Pattern BEGIN =
      Pattern.compile("<!-- gitopsbinding:begin ([a-z0-9.-]+)/([a-z0-9.-]+) ([A-Za-z0-9_.-]+) -->");

  /**
   * What a section proposes.
   *
   * @param binding the binding that wrote it
   * @param tag the tag that it proposes
   */
  public record Entry(BindingId binding, String tag) {}

  /** Whether a push of the operator made the branch of the pull request. */
  boolean isMade() {
    return text.contains(MADE);
  }

  /**
   * The description with the comment that a push of the operator made the branch, in front of the
   * sections: one that has lost its end would hold what stands behind it.
   *
   * @return the same description if it would be too long
   */
  RequestSections made() {
    int sections = next(0);
    String noted =
        Stream.of(text.substring(0, sections), MADE, text.substring(sections))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("\n\n"));
    return isMade() || noted.length() > MAX_CHARS ? this : new RequestSections(noted);
  }

  /** What all sections propose, in their order. */
  public List<Entry> entries() {
    return BEGIN
        .matcher(text)
        .results()
        .map(found -> new Entry(new BindingId(found.group(1), found.group(2)), found.group(3)))
        .toList();
  }

  /** The tag that the section of a binding proposes; empty if it has none. */
  public Optional<String> tagOf(BindingId binding) {
    return entries().stream()
        .filter(entry -> entry.binding().equals(binding))
        .map(Entry::tag)
        .findFirst();
  }

  /**
   * The description with the section of a binding replaced, or added at the end.
   *
   * @param whole the text of the section
   * @param brief another text for it, if the description would be too long with the whole one
   * @return the same description if it is too long even so
   */
  RequestSections with(Entry entry, String whole, String brief) {
    RequestSections full = with(entry, whole);
    if (full.text().length() <= MAX_CHARS) {
      return full;
    }
    RequestSections cut = with(entry, brief);
    return cut.text().length() <= MAX_CHARS ? cut : this;
  }

  private RequestSections with(Entry entry, String content) {
    String end = end(entry.binding());
    String section =
        "<!-- gitopsbinding:begin %s %s -->\n%s\n%s"
            .formatted(entry.binding(), entry.tag(), content.strip(), end);
    Matcher begin = BEGIN.matcher(text);
    while (begin.find()) {
      if (begin.group(1).equals(entry.binding().namespace())
          && begin.group(2).equals(entry.binding().name())) {
        int stop = text.indexOf(end, begin.end());
        // Without its end, a section is what stands up to the next one.
        int after = stop >= 0 && stop < next(begin.end()) ? stop + end.length() : next(begin.end());
        return new RequestSections(
            text.substring(0, begin.start()) + section + text.substring(after));
      }
    }
    String before = text.strip();
    return new RequestSections(before.isEmpty() ? section : before + "\n\n" + section);
  }

  private int next(int from) {
    Matcher begin = BEGIN.matcher(text);
    return begin.find(from) ? begin.start() : text.length();
  }

  private static String end(BindingId binding) {
    return "<!-- gitopsbinding:end %s -->".formatted(binding);
  }
}
