package dev.gitopsbinding.forge.pullrequest;

import dev.gitopsbinding.forge.ForgeRequest;
import dev.gitopsbinding.forge.ListParser;
import dev.gitopsbinding.forge.ListedItem;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.forge.PullRequestDialect;
import dev.gitopsbinding.forge.client.ForgeException;
import dev.gitopsbinding.forge.client.ForgeException.Kind;
import dev.gitopsbinding.forge.client.ForgeSender;
import dev.gitopsbinding.forge.client.PageLinks;
import dev.gitopsbinding.forge.client.SafeLink;
import dev.gitopsbinding.forge.client.TaggedCache;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.text.TextShortener;
import dev.gitopsbinding.net.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads pull requests, and says what is fit to be shown of them. */
record PullRequestReader(
    PullRequestDialect dialect, ForgeSender sender, TaggedCache<PullRequestPage> pages) {
  /** Of pages that are too long, the parts that are read instead; they divide all page sizes. */
  private static final int PART = 10;

  /** More than is used, to distinguish a description that was cut from one that fits exactly. */
  private static final int MAX_READ = PullRequest.MAX_BODY + 10;

  private static final int MAX_SHA = 100;

  /**
   * Searches up to the first page with a pull request of both branches; there, prefers an open one.
   */
  Optional<ListedItem> search(String head, String base, boolean openOnly, int maxPages)
      throws ForgeException {
    boolean more = true;
    for (int number = 1; more && number <= maxPages; number++) {
      PullRequestPage page = page(new Search(head, base, openOnly), dialect.pageSize(), number);
      List<ListedItem> matching =
          page.items().stream().filter(item -> dialect.matches(item, head, base)).toList();
      for (ListedItem item : matching) {
        if (isOpen(item)) {
          return Optional.of(item);
        }
      }
      if (!matching.isEmpty()) {
        return Optional.of(matching.getFirst());
      }
      more = page.more();
    }
    return Optional.empty();
  }

  /** What a list is asked for. */
  private record Search(String head, String base, boolean openOnly) {}

  /**
   * A page, in parts if the forge sends too much at once: anybody may propose long texts. One that
   * is too long by itself is left out.
   */
  private PullRequestPage page(Search search, int size, int number) throws ForgeException {
    try {
      return page(
          dialect.list(search.head(), search.base(), search.openOnly(), size, number), size);
    } catch (ForgeException e) {
      if (e.kind() != Kind.TOO_LONG) {
        throw e;
      }
    }
    if (size == 1) {
      return new PullRequestPage(List.of(), true);
    }
    int part = size > PART ? PART : 1;
    int parts = size / part;
    List<ListedItem> items = new ArrayList<>();
    boolean more = true;
    for (int i = 1; more && i <= parts; i++) {
      PullRequestPage page = page(search, part, (number - 1) * parts + i);
      items.addAll(page.items());
      more = page.more();
    }
    return new PullRequestPage(items, more);
  }

  private PullRequestPage page(ForgeRequest request, int size) throws ForgeException {
    return pages.get(
        sender,
        request,
        answer -> {
          if (!answer.isSuccess()) {
            throw sender.refused(answer);
          }
          List<ListedItem> items = items(answer);
          return new PullRequestPage(items, PageLinks.next(answer).orElse(items.size() >= size));
        },
        (page, _) -> page);
  }

  private List<ListedItem> items(HttpAnswer answer) throws ForgeException {
    try {
      return ListParser.items(answer.body(), null, dialect.fields(), MAX_READ);
    } catch (MalformedListException e) {
      throw sender.malformed(e);
    }
  }

  /** The pull request of a number; empty if there is none. */
  Optional<ListedItem> read(long number) throws ForgeException {
    PullRequestPage page =
        pages.get(
            sender,
            dialect.read(number),
            answer -> {
              if (answer.status() == HttpAnswer.NOT_FOUND) {
                return new PullRequestPage(List.of(), false);
              }
              if (!answer.isSuccess()) {
                throw sender.refused(answer);
              }
              return new PullRequestPage(List.of(item(answer)), false);
            },
            (known, _) -> known);
    return page.items().stream().findFirst();
  }

  /** The pull request of an answer. */
  ListedItem item(HttpAnswer answer) throws ForgeException {
    try {
      return ListParser.item(answer.body(), dialect.fields(), MAX_READ);
    } catch (MalformedListException e) {
      throw sender.malformed(e);
    }
  }

  /** Whether it can be merged, or is a draft. */
  boolean isOpen(ListedItem item) throws ForgeException {
    return raw(item).state() == PullRequest.State.OPEN;
  }

  /** Whether its description is longer than what is read. */
  boolean isCut(ListedItem item) throws ForgeException {
    try {
      return dialect.pullRequest(item).body().length() > PullRequest.MAX_BODY;
    } catch (MalformedListException e) {
      throw sender.malformed(e);
    }
  }

  /** As the forge sent it, except for the ends of lines. */
  PullRequest raw(ListedItem item) throws ForgeException {
    try {
      PullRequest sent = dialect.pullRequest(item);
      return new PullRequest(
          sent.number(),
          sent.url(),
          sent.state(),
          sent.title().strip(),
          sent.body().replace("\r\n", "\n"),
          sent.head(),
          sent.conflicted());
    } catch (MalformedListException e) {
      throw sender.malformed(e);
    }
  }

  /** Fit to be shown; of one that ended, with the commit at its end, if the forge reports it. */
  PullRequest withHead(ListedItem item) throws ForgeException {
    PullRequest shown = shown(item);
    Optional<ForgeRequest> question = dialect.lastCommit(item);
    if (question.isEmpty()) {
      return shown;
    }
    HttpAnswer answer = sender.send(question.get());
    return new PullRequest(
        shown.number(),
        shown.url(),
        shown.state(),
        shown.title(),
        shown.body(),
        answer.isSuccess() ? newestCommit(answer) : null,
        shown.conflicted());
  }

  private @Nullable CommitSha newestCommit(HttpAnswer answer) throws ForgeException {
    try {
      return ListParser.items(answer.body(), null, Set.of("sha"), MAX_SHA).stream()
          .findFirst()
          .flatMap(commit -> commit.find("sha"))
          .flatMap(CommitSha::parse)
          .orElse(null);
    } catch (MalformedListException e) {
      throw sender.malformed(e);
    }
  }

  /** Fit to be shown. */
  PullRequest shown(ListedItem item) throws ForgeException {
    PullRequest raw = raw(item);
    SafeLink links = new SafeLink(sender.call().repository().url(), sender.redactor());
    return new PullRequest(
        raw.number(),
        Objects.requireNonNullElse(links.of(raw.url()), ""),
        raw.state(),
        TextShortener.shorten(sender.redactor().clean(raw.title()), PullRequest.MAX_TITLE),
        TextShortener.shorten(raw.body(), PullRequest.MAX_BODY),
        raw.head(),
        raw.conflicted());
  }
}
