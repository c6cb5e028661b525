package dev.gitopsbinding.binding;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.MustacheParseException;
import com.samskivert.mustache.Template;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.text.OneLine;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The template of a commit message, in Mustache without HTML escaping. The variables are {@code
 * image}, {@code tag}, {@code commit}, {@code shortCommit}, {@code branch}, {@code namespace} and
 * {@code name}; an unknown one is an error.
 *
 * <p>Trailers (git-interpret-trailers(1)) are added behind the rendered text. So that a template
 * can neither forge nor hide them, a template is refused if one of its lines looks like such a
 * trailer, or is a divider below which git looks for no trailers. If a line looks so because of the
 * value of a variable, it is rendered as a quotation.
 */
public final class MessageTemplate {
  private static final String BINDING_TRAILER = "GitOps-Binding";
  private static final String SOURCE_TRAILER = "GitOps-Source";
  private static final Pattern FORGED =
      Pattern.compile("(?m)^[^\\S\\n]*gitops-(binding|source)\\s*:", Pattern.CASE_INSENSITIVE);

  /** Git looks for no trailers below such a line: git-interpret-trailers(1), git-commit(1). */
  private static final Pattern DIVIDER = Pattern.compile("(?m)^(---(\\s|$)|# -{24} >8 -{24})");

  private static final Mustache.Compiler COMPILER =
      Mustache.compiler().escapeHTML(false).strictSections(true).withCollector(new VariablesOnly());
  private static final Pattern LINE = Pattern.compile("line ([0-9]{1,6})");
  private static final int LONGEST_CAUSE = 200;
  private static final Variables SAMPLE =
      new Variables(
          new BindingId("namespace", "name"),
          "image",
          "tag",
          new CommitSha("0123456789012345678901234567890123456789"),
          "branch");

  private final String text;
  private final Template template;

  private MessageTemplate(String text, Template template) {
    this.text = text;
    this.template = template;
  }

  /**
   * Resolves the variables of a map only. By default the engine would also call any method without
   * arguments of a variable, and repeat sections for each entry of a collection.
   */
  private static final class VariablesOnly implements Mustache.Collector {
    @Override
    public @Nullable Iterator<?> toIterator(Object value) {
      return null;
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

  /** The values that a message can hold. */
  public record Variables(
      BindingId binding, String image, String tag, CommitSha commit, String branch) {
    private Map<String, String> asMap() {
      return Map.of(
          "image", image,
          "tag", tag,
          "commit", commit.hex(),
          "shortCommit", commit.abbreviated(),
          "branch", branch,
          "namespace", binding.namespace(),
          "name", binding.name());
    }
  }

  /** Reads a template; a failure says what is wrong with it. */
  public static Result<MessageTemplate> parse(String text) {
    MessageTemplate parsed;
    String sample;
    try {
      parsed = new MessageTemplate(text, COMPILER.compile(text));
      sample = parsed.template.execute(SAMPLE.asMap());
    } catch (MustacheException.Context e) {
      return invalid(e.lineNo, "unknown variable '%s'".formatted(e.key));
    } catch (MustacheParseException e) {
      return malformed(e.getMessage());
    } catch (MustacheException | UnsupportedOperationException e) {
      return invalid("only {{variables}} can be used, no sections and partials");
    } catch (RuntimeException e) {
      // Users may write anything between two braces; the engine must not make the sync fail.
      return invalid("it cannot be parsed (" + e.getClass().getSimpleName() + ")");
    }
    if (FORGED.matcher(sample).find()) {
      return invalid(
          "the trailers %s and %s are added by the operator"
              .formatted(BINDING_TRAILER, SOURCE_TRAILER));
    }
    if (DIVIDER.matcher(sample).find()) {
      return invalid("a line that begins with --- hides the trailers below it from git");
    }
    if (sample.contains("{{")) {
      return invalid("a {{ is not closed");
    }
    if (sample.isBlank() || sample.chars().anyMatch(MessageTemplate::isForbidden)) {
      return invalid("it is blank or holds control characters");
    }
    return Result.ok(parsed);
  }

  /** The whole commit message, trailers included. */
  public String render(Variables variables) {
    return "%s\n\n%s: %s\n%s: %s\n"
        .formatted(
            quoted(template.execute(variables.asMap()).strip()),
            BINDING_TRAILER,
            variables.binding(),
            SOURCE_TRAILER,
            variables.commit());
  }

  /** The name of a branch, an image or a binding may make a line look like a trailer or divider. */
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
            "spec.commit.messageTemplate%s. Known variables: image, tag, commit, shortCommit, branch, namespace, name."
                .formatted(where)));
  }
}
