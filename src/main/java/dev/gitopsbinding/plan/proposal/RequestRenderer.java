package dev.gitopsbinding.plan.proposal;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.push.FieldTemplate;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.binding.push.RequestSettings;
import dev.gitopsbinding.model.CommitLink;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.ShortCommits;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.model.text.OneLine;
import dev.gitopsbinding.plan.Action;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the title and the description of pull requests. Pure. */
public final class RequestRenderer {
  /** The variables of {@code title} and {@code body}. */
  public static final Set<String> VARIABLES = Set.of("namespace", "name", "image", "tag");

  private static final String ABOUT =
      "_This pull request is kept by the GitOpsBinding operator: newer tags are pushed to its branch,"
          + " and the sections below are updated. To refuse the tags, close it: they are held"
          + " until the next source commit._";

  /** How many bindings a title names. */
  private static final int NAMED = 3;

  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_IMAGE = 300;

  /** What forges take for a mention of a user, an issue or a comment of HTML. */
  private static final Pattern MENTION = Pattern.compile("[@#!&~]");

  /** What GitLab takes for the beginning of an order to close an issue, before any form of one. */
  private static final Pattern ORDER =
      Pattern.compile("(?i)\\b(c(?=los)|f(?=ix)|r(?=esolv)|i(?=mplement))");

  private RequestRenderer() {}

  /**
   * What the pull request is to be.
   *
   * @param current the open one; null if one is to be opened
   */
  public static PullRequestDraft draft(
      Binding binding, Action.Propose proposal, @Nullable PullRequest current) {
    PushTarget target = Objects.requireNonNull(binding.push(), "only bindings that propose");
    RequestSettings settings =
        Objects.requireNonNull(target.request(), "only bindings with pull requests");
    RequestSections before =
        new RequestSections(
            current == null ? opening(binding, proposal.version().tag()) : current.body());
    RequestSections updated = with(before, binding, proposal);
    // Also in one that is open: another binding, whose push came later, may have opened it before.
    RequestSections after = proposal.made() ? updated.made() : updated;
    return new PullRequestDraft(
        target.branch().branch(),
        binding.manifest().branch().branch(),
        current == null
            ? title(settings, binding, proposal.version().tag(), after)
            : renamed(settings, binding, proposal.version().tag(), current, before, after),
        after.text(),
        settings.labels(),
        settings.reviewers(),
        settings.draft(),
        settings.autoMerge());
  }

  private static String opening(Binding binding, String tag) {
    RequestSettings settings = Objects.requireNonNull(binding.push()).request();
    FieldTemplate body = settings == null ? null : settings.body();
    return body == null ? ABOUT : body.render(values(binding, tag)).strip() + "\n\n" + ABOUT;
  }

  /** A title that a person has written stays. */
  private static String renamed(
      RequestSettings settings,
      Binding binding,
      String tag,
      PullRequest current,
      RequestSections before,
      RequestSections after) {
    String old = title(settings, binding, before.tagOf(binding.id()).orElse(tag), before);
    return current.title().equals(old) ? title(settings, binding, tag, after) : current.title();
  }

  private static String title(
      RequestSettings settings, Binding binding, String tag, RequestSections sections) {
    FieldTemplate title = settings.title();
    return OneLine.of(
        title == null ? title(sections.entries()) : title.render(values(binding, tag)),
        LONGEST_TITLE);
  }

  /** One binding with its tag, or the names of several. */
  private static String title(List<RequestSections.Entry> entries) {
    if (entries.size() == 1) {
      RequestSections.Entry only = entries.getFirst();
      return "Update %s to %s".formatted(only.binding(), ShortCommits.in(only.tag()));
    }
    String named =
        entries.stream()
            .limit(NAMED)
            .map(entry -> entry.binding().toString())
            .collect(Collectors.joining(", "));
    int more = entries.size() - NAMED;
    return more > 0 ? "Update %s and %d more".formatted(named, more) : "Update " + named;
  }

  private static Map<String, String> values(Binding binding, String tag) {
    return Map.of(
        "namespace",
        binding.id().namespace(),
        "name",
        binding.id().name(),
        "image",
        binding.image().name(),
        "tag",
        tag);
  }

  private static RequestSections with(
      RequestSections before, Binding binding, Action.Propose proposal) {
    String brief = summary(binding, proposal);
    PushContents contents = proposal.contents();
    String whole = contents == null ? brief : brief + "\n\n" + commits(binding, contents);
    return before.with(
        new RequestSections.Entry(binding.id(), proposal.version().tag()), whole, brief);
  }

  private static String summary(Binding binding, Action.Propose proposal) {
    String from =
        proposal.replaced().stream()
            .flatMap(image -> ManifestSeen.tagOf(image).stream())
            .distinct()
            .map(tag -> code(ShortCommits.in(tag)))
            .collect(Collectors.joining(", "));
    String commit =
        Optional.ofNullable(proposal.version().commit())
            .map(sha -> " of commit " + linked(binding, sha))
            .orElse("");
    String rollback =
        proposal.rollback()
            ? "\n\n**Rollback:** the rollout of the newer tag failed, and this is the last one whose rollout completed."
            : "";
    return "### %s\n\n%s: from %s to %s%s, in %s.%s"
        .formatted(
            binding.id(),
            code(binding.image().name()),
            from.isEmpty() ? "no tag" : from,
            code(proposal.version().tag()),
            commit,
            code(binding.places().shown()),
            rollback);
  }

  private static String commits(Binding binding, PushContents contents) {
    String listed =
        contents.newest().stream()
            .map(commit -> listed(binding, commit))
            .collect(Collectors.joining("\n"));
    Integer count = contents.count();
    boolean hidden = contents.more() || (count != null && count > contents.newest().size());
    return !hidden
        ? listed
        : listed
            + (contents.more() || count == null
                ? "\n- and older ones"
                : "\n- and %d more".formatted(count - contents.newest().size()));
  }

  private static String listed(Binding binding, SourceCommit commit) {
    String author = commit.author().isEmpty() ? "" : " by " + foreign(commit.author());
    String subject = commit.subject().isEmpty() ? "" : " " + foreign(commit.subject());
    return "- %s%s%s".formatted(linked(binding, commit.commit()), subject, author);
  }

  private static String linked(Binding binding, CommitSha commit) {
    String shown = code(commit.abbreviated());
    return binding
        .sourceLocation()
        .flatMap(source -> CommitLink.of(source.branch().url(), commit))
        .map(URI::toString)
        .map(link -> "[%s](%s)".formatted(shown, link))
        .orElse(shown);
  }

  /**
   * A text that anybody may have written who commits to the source. GitLab searches code too for
   * orders such as "closes" before the URL of an issue or the key of one in another tracker, and
   * carries them out when the request is merged: zero-width spaces break the word and the URL.
   */
  private static String foreign(String text) {
    return "`"
        + ORDER.matcher(clean(text)).replaceAll("$1\u200b").replace("://", ":\u200b//")
        + "`";
  }

  /**
   * A text of others as code, which forges search for neither mentions nor HTML. It cannot end the
   * code, and a zero-width space keeps mentions and orders such as "fixes #12" from forges that
   * search nevertheless, and the marks of sections from the operator.
   */
  private static String code(String text) {
    return "`" + clean(text) + "`";
  }

  private static String clean(String text) {
    String clean = OneLine.of(text, LONGEST_IMAGE).replace('`', '\'').replace("<!--", "<! --");
    return MENTION.matcher(clean).replaceAll("$0\u200b");
  }
}
