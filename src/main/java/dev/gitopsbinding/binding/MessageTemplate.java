package dev.gitopsbinding.binding;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.MustacheParseException;
import com.samskivert.mustache.Template;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.model.text.OneLine;
import dev.gitopsbinding.model.text.TextShortener;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The template of a commit message, in Mustache without HTML escaping. The variables are {@code
 * image}, {@code tag}, {@code commit}, {@code shortCommit}, {@code branch}, {@code namespace} and
 * {@code name}; an unknown one is an error. Four are about the source commits that the push brings,
 * and are empty if these are not known: {@code commitCount}, {@code commitSubject}, {@code
 * commitAuthor}, and {@code commits}, a section that is repeated for each of the newest, with
 * {@code commit}, {@code shortCommit}, {@code subject}, {@code author} and {@code date}.
 *
 * <p>Trailers (git-interpret-trailers(1)) are added behind the rendered text, as a paragraph of
 * their own: git looks for trailers in the last paragraph only. So that a template can neither
 * forge nor hide them, a template is refused if one of its lines looks like one of the operator's
 * own, or is a divider below which git looks for no trailers. If a line looks so because of the
 * value of a variable, it is rendered as a quotation.
 */
public final class MessageTemplate {
  private static final Pattern FORGED =
      Pattern.compile("(?m)^[^\\S\\n]*gitops-(binding|source)\\s*:", Pattern.CASE_INSENSITIVE);

  /** Git looks for no trailers below such a line: git-interpret-trailers(1), git-commit(1). */
  private static final Pattern DIVIDER = Pattern.compile("(?m)^(---(\\s|$)|# -{24} >8 -{24})");

  /** Reads each template once, to find what is wrong with it. */
  private static final Mustache.Compiler STRICT =
      Mustache.compiler()
          .escapeHTML(false)
          .emptyStringIsFalse(true)
          .strictSections(true)
          .withCollector(new VariablesOnly(true));

  /** Renders: what was not seen to be wrong is left out, so that no push fails because of it. */
  private static final Mustache.Compiler LENIENT =
      STRICT.strictSections(false).defaultValue("").withCollector(new VariablesOnly(false));

  private static final Pattern LINE = Pattern.compile("line ([0-9]{1,6})");
  private static final int LONGEST_CAUSE = 200;

  /** In characters; a section can repeat a long text. */
  private static final int LONGEST_MESSAGE = 65_536;

  private static final CommitSha SAMPLE_COMMIT =
      new CommitSha("0123456789012345678901234567890123456789");
  private static final Variables SAMPLE =
      new Variables(
          new BindingId("namespace", "name"),
          "image",
          "tag",
          SAMPLE_COMMIT,
          "branch",
          null,
          new PushContents(
              List.of(),
              List.of(
                  new SourceCommit(SAMPLE_COMMIT, "subject", "author", "", Instant.EPOCH),
                  new SourceCommit(SAMPLE_COMMIT, "", "", "", null)),
              1,
              false));

  private final String text;
  private final Template template;
  private final boolean usesHistory;

  private MessageTemplate(String text, Template template, boolean usesHistory) {
    this.text = text;
    this.template = template;
    this.usesHistory = usesHistory;
  }

  /**
   * Resolves the variables of a map only. By default the engine would also call any method without
   * arguments of a variable.
   */
  private static final class VariablesOnly implements Mustache.Collector {
    private final boolean strict;

    VariablesOnly(boolean strict) {
      this.strict = strict;
    }

    @Override
    public @Nullable Iterator<?> toIterator(Object value) {
      return switch (value) {
        case List<?> list -> list.iterator();
        case MessageVariables.Nested _ when strict ->
            throw new UnsupportedOperationException("nested");
        case MessageVariables.Nested _ -> Collections.emptyIterator();
        default -> null;
      };
    }

    @Override
    public Mustache.VariableFetcher createFetcher(Object context, String name) {
      return (from, key) ->
          from instanceof Map<?, ?> variables && variables.containsKey(key)
              ? variables.get(key)
              : Template.NO_FETCHER_FOUND;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
      return new ConcurrentHashMap<>();
    }
  }

  /**
   * The values that a message can hold.
   *
   * @param repository the source repository; null to leave it out
   * @param contents the commits that the push brings; null if they are not known
   */
  public record Variables(
      BindingId binding,
      String image,
      String tag,
      CommitSha commit,
      String branch,
      @Nullable RepositoryUrl repository,
      @Nullable PushContents contents) {
    private Variables withoutContents() {
      return new Variables(binding, image, tag, commit, branch, repository, null);
    }
  }

  /** Reads a template; a failure says what is wrong with it. */
  public static Result<MessageTemplate> parse(String text) {
    Template strict;
    String sample;
    String bare;
    try {
      strict = STRICT.compile(text);
      sample = strict.execute(MessageVariables.of(SAMPLE));
      bare = strict.execute(MessageVariables.of(SAMPLE.withoutContents()));
    } catch (MustacheException.Context e) {
      return invalid(e.lineNo, "unknown variable '%s'".formatted(e.key));
    } catch (MustacheParseException e) {
      return malformed(e.getMessage());
    } catch (MustacheException | UnsupportedOperationException e) {
      return invalid(
          "only {{variables}} can be used, and sections of them: no partials, no {{#commits}} in"
              + " itself");
    } catch (RuntimeException e) {
      // Users may write anything between two braces; the engine must not make the sync fail.
      return invalid("it cannot be parsed (" + e.getClass().getSimpleName() + ")");
    }
    TemplateNames names = TemplateNames.in(strict);
    if (names.areAlone(MessageVariables.COMMITS)) {
      return invalid("commits is a section: {{#commits}}{{subject}}{{/commits}}");
    }
    if (!sample.isBlank() && bare.isBlank()) {
      return invalid(
          "it is blank where the source commits are not known: write some text outside of them");
    }
    return refusal(sample)
        .or(() -> refusal(bare))
        .map(MessageTemplate::invalid)
        .orElseGet(
            () ->
                Result.ok(
                    new MessageTemplate(
                        text, LENIENT.compile(text), names.haveAny(MessageVariables.OF_HISTORY))));
  }

  /** What is wrong with a rendered text, if anything is. */
  private static Optional<String> refusal(String sample) {
    if (FORGED.matcher(sample).find()) {
      return Optional.of(
          "the trailers %s and %s are added by the operator"
              .formatted(CommitTrailers.BINDING, CommitTrailers.SOURCE));
    }
    if (DIVIDER.matcher(sample).find()) {
      return Optional.of("a line that begins with --- hides the trailers below it from git");
    }
    if (sample.contains("{{")) {
      return Optional.of("a {{ is not closed");
    }
    return sample.isBlank() || sample.chars().anyMatch(MessageTemplate::isForbidden)
        ? Optional.of("it is blank or holds control characters")
        : Optional.empty();
  }

  /** Whether the template shows the source commits that a push brings. */
  public boolean usesHistory() {
    return usesHistory;
  }

  /** The whole commit message, trailers included. */
  public String render(Variables variables) {
    PushContents contents = variables.contents();
    String text = template.execute(MessageVariables.of(variables)).strip();
    return quoted(TextShortener.shorten(text, LONGEST_MESSAGE))
        + "\n\n"
        + CommitTrailers.of(
            variables.binding(),
            variables.commit(),
            variables.repository(),
            contents == null ? null : contents.head());
  }

  /** The value of a variable may make a line look like a trailer or divider. */
  private static String quoted(String text) {
    return DIVIDER.matcher(FORGED.matcher(text).replaceAll("> $0")).replaceAll("> $0");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MessageTemplate that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  private static boolean isForbidden(int character) {
    return Character.isISOControl(character) && character != '\n' && character != '\t';
  }

  /** Takes only the line number from the engine's message, which is not written for users. */
  private static Result<MessageTemplate> malformed(@Nullable String text) {
    Matcher line = LINE.matcher(String.valueOf(text));
    String why = "a {{…}} is not well formed, or not closed";
    return line.find() ? invalid(Integer.parseInt(line.group(1)), why) : invalid(why);
  }

  private static Result<MessageTemplate> invalid(int line, String why) {
    return failed(", line %d: %s".formatted(line, OneLine.of(why, LONGEST_CAUSE)));
  }

  private static Result<MessageTemplate> invalid(String why) {
    return failed(": " + OneLine.of(why, LONGEST_CAUSE));
  }

  private static Result<MessageTemplate> failed(String where) {
    return Result.failed(
        new Failure.Spec(
            Reason.INVALID_TEMPLATE,
            "spec.commit.messageTemplate%s. Known variables: image, tag, commit, shortCommit, branch, namespace, name, commitCount, commitSubject, commitAuthor; in {{#commits}} also subject, author, date."
                .formatted(where)));
  }
}
