package dev.gitopsbinding.edit.yaml;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryPath;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** Explains to users why and where a text is not valid YAML, instead of the parser's messages. */
public final class YamlFailure {
  /** The next step for a file that is a template. */
  public static final String ONLY_PLAIN_YAML =
      "Only plain YAML can be edited: name a file with rendered manifests in spec.manifest.path.";

  private static final String CONFLICT = "<<<<<<< ";

  /** A text is nested too deeply; the only exception whose message is for users. */
  static final class TooDeepException extends YamlEngineException {
    private static final long serialVersionUID = 1L;

    TooDeepException(String message) {
      super(message);
    }
  }

  private final RepositoryPath path;
  private final String text;

  private YamlFailure(RepositoryPath path, String text) {
    this.path = path;
    this.text = text;
  }

  /**
   * Explains what the parser threw.
   *
   * @param text what was parsed
   */
  static Failure.File of(RepositoryPath path, String text, Throwable thrown) {
    return new Failure.File(Reason.FILE_NOT_YAML, new YamlFailure(path, text).message(thrown));
  }

  /** The message for a template that begins in a line, counted from 1. */
  public static String template(RepositoryPath path, long line) {
    return "%s, line %d: '{{' begins a template. %s".formatted(path, line, ONLY_PLAIN_YAML);
  }

  private String message(Throwable thrown) {
    int conflict = text.startsWith(CONFLICT) ? 0 : text.indexOf("\n" + CONFLICT) + 1;
    if (conflict > 0 || text.startsWith(CONFLICT)) {
      return "%s, line %d: '<<<<<<<' begins a merge conflict. Resolve it and commit the file."
          .formatted(path, lineOf(text.substring(0, conflict)));
    }
    OptionalInt template = TemplateSearch.firstIn(text);
    return template.isPresent()
        ? template(path, lineOf(text.substring(0, template.getAsInt())))
        : syntax(thrown);
  }

  private String syntax(Throwable thrown) {
    return switch (thrown) {
      case MarkedYamlEngineException e -> marked(e);
      case ReaderException e ->
          sentence(
              ", line " + lineOf(before(e.getPosition())),
              "the character U+%04X is not allowed".formatted(e.getCodePoint()));
      case YamlVersionException e -> {
        SpecVersion version = e.getSpecVersion();
        yield sentence(
            "",
            "YAML version %d.%d cannot be read, only 1.2"
                .formatted(version.getMajor(), version.getMinor()));
      }
      case TooDeepException e ->
          sentence("", Objects.requireNonNull(e.getMessage(), "set by its constructor"));
      case YamlEngineException e when says(e, "Non scalar key") ->
          sentence("", "a key is a mapping or a list, and not a text");
      default -> sentence("", "it cannot be read as YAML");
    };
  }

  private String marked(MarkedYamlEngineException e) {
    String problem = String.valueOf(e.getProblem());
    boolean open = problem.contains("end of stream") || problem.contains("<stream end>");
    // An unclosed quote or bracket is reported where it begins.
    Optional<Mark> begin = open ? e.getContextMark() : Optional.empty();
    String where = begin.or(e::getProblemMark).map(YamlFailure::position).orElse("");
    Optional<Mark> bracket = problem.startsWith("expected ',' or") ? e.getContextMark() : begin;
    return sentence(
        where,
        bracket.isPresent() && !open
            ? "a ',' is missing, or the bracket of line %d is not closed"
                .formatted(bracket.get().getLine() + 1)
            : problem.contains("TAB") && isBehindText(e)
                ? "a tab behind a quoted text or a bracket cannot be read, only spaces"
                : problem(problem, open));
  }

  /**
   * Some parsers allow a tab there, such as kubectl's; neither of those that edits rely on does.
   */
  private boolean isBehindText(MarkedYamlEngineException e) {
    String before = before(e.getProblemMark().map(Mark::getIndex).orElse(0));
    return !before.substring(before.lastIndexOf('\n') + 1).isBlank();
  }

  /** The most frequent errors of the parser; for all others only the position is reported. */
  private static String problem(String problem, boolean open) {
    String alias = "found undefined alias ";
    if (open) {
      return "a quote, '[' or '{' that begins here is not closed";
    }
    if (problem.startsWith(alias)) {
      return "the alias *%s has no anchor before it"
          .formatted(Excerpt.of(problem.substring(alias.length())));
    }
    if (problem.contains("TAB")) {
      return "a tab cannot be used for indentation, only spaces";
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return "this ':' is not expected; an indentation is wrong, or a text with ': ' needs quotes";
    }
    if (problem.startsWith("could not find expected ':'")) {
      return "the line before has no ':' behind its key, or a wrong indentation";
    }
    if (problem.contains("cannot start any token")) {
      return "a text that begins with this character needs quotes";
    }
    return "this is not valid YAML";
  }

  private String sentence(String where, String problem) {
    return "%s%s: %s. Correct the YAML.".formatted(path, where, problem);
  }

  private static boolean says(YamlEngineException e, String start) {
    return String.valueOf(e.getMessage()).startsWith(start);
  }

  private static String position(Mark mark) {
    return ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
  }

  private String before(int codePoints) {
    int most = text.codePointCount(0, text.length());
    return text.substring(0, text.offsetByCodePoints(0, Math.min(most, codePoints)));
  }

  /** The line at the end of a text, counted from 1. */
  private static long lineOf(String before) {
    return 1 + before.chars().filter(c -> c == '\n').count();
  }
}
