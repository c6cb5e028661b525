package dev.gitopsbinding.binding;

import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The variables of a message template by their names, as texts and a list of texts. */
final class MessageVariables {
  /** The section for each commit that the push brings. */
  static final String COMMITS = "commits";

  private static final String COUNT = "commitCount";
  private static final String SUBJECT = "commitSubject";
  private static final String AUTHOR = "commitAuthor";

  /** Those that need the source's history. */
  static final Set<String> OF_HISTORY = Set.of(COMMITS, COUNT, SUBJECT, AUTHOR);

  /** What forges take as an order to close an issue, if a reference such as #12 follows. */
  private static final Pattern CLOSES =
      Pattern.compile(
          "\\b(clos(e[sd]?|ing)|fix(e[sd]|ing)?|resolv(e[sd]?|ing)|implement(s|ed|ing)?)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern REFERENCE = Pattern.compile("#(?=[0-9])|(?<=https?:)//");

  /** What forges take as an order to run no checks, such as {@code [skip ci]}. */
  private static final Pattern SKIPS =
      Pattern.compile(
          "\\[(?=[^\\]]*\\b(?:skip|no)\\b)([^\\]]*)\\]|\\*{3}(NO_CI)\\*{3}",
          Pattern.CASE_INSENSITIVE);

  private MessageVariables() {}

  /** What is not known is empty. */
  static Map<String, Object> of(MessageTemplate.Variables values) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("image", values.image());
    variables.put("tag", values.tag());
    variables.put("commit", values.commit().hex());
    variables.put("shortCommit", values.commit().abbreviated());
    variables.put("branch", values.branch());
    variables.put("namespace", values.binding().namespace());
    variables.put("name", values.binding().name());
    PushContents contents = values.contents();
    variables.put(COUNT, count(contents));
    variables.put(SUBJECT, contents == null ? "" : subject(contents.head()));
    variables.put(AUTHOR, contents == null ? "" : contents.head().author());
    variables.put(
        COMMITS,
        contents == null
            ? List.of()
            : contents.newest().stream().map(MessageVariables::ofCommit).toList());
    return variables;
  }

  /** A section in itself would grow with a power of the number of commits. */
  private static Map<String, Object> ofCommit(SourceCommit commit) {
    return Map.of(
        "commit",
        commit.commit().hex(),
        "shortCommit",
        commit.commit().abbreviated(),
        "subject",
        subject(commit),
        "author",
        commit.author(),
        "date",
        commit.date() == null ? "" : time(commit.date()),
        COMMITS,
        new Nested());
  }

  /** Stands for the section of commits inside itself. */
  record Nested() {}

  /** RFC 3339, in whole seconds. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String count(@Nullable PushContents contents) {
    if (contents == null || contents.count() == null) {
      return "";
    }
    return contents.more() ? "more than " + contents.count() : contents.count().toString();
  }

  /**
   * The subject without what would be an order to the forge of the manifest repository: "Fixes #12"
   * is about an issue of the source repository, and "[skip ci]" about its checks.
   */
  static String subject(SourceCommit commit) {
    String subject = SKIPS.matcher(commit.subject()).replaceAll("($1$2)");
    return CLOSES.matcher(subject).find() ? REFERENCE.matcher(subject).replaceAll("$0 ") : subject;
  }
}
