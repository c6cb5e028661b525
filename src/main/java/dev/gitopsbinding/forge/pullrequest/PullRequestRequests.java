package dev.gitopsbinding.forge.pullrequest;

import dev.gitopsbinding.forge.ForgeReply;
import dev.gitopsbinding.forge.ForgeRequest;
import dev.gitopsbinding.forge.ListParser;
import dev.gitopsbinding.forge.ListedItem;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.forge.PullRequestDialect;
import dev.gitopsbinding.forge.PullRequestStep;
import dev.gitopsbinding.forge.client.ForgeException;
import dev.gitopsbinding.forge.client.ForgeException.Kind;
import dev.gitopsbinding.forge.client.ForgeSender;
import dev.gitopsbinding.forge.client.PageLinks;
import dev.gitopsbinding.forge.client.SafeLink;
import dev.gitopsbinding.forge.client.TaggedCache;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.model.pullrequest.SubmittedPullRequest;
import dev.gitopsbinding.model.text.TextShortener;
import dev.gitopsbinding.net.http.HttpAnswer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The requests of one call about pull requests. */
record PullRequestRequests(
    PullRequestDialect dialect, ForgeSender sender, TaggedCache<PullRequestPage> pages) {
  /** Of the newest, how many pages are searched at forges that cannot filter by head. */
  private static final int MAX_PAGES = 10;

  private static final int MAX_OPEN_PAGES = 40;

  /**
   * The newest pull request of two branches, or the one that is open.
   *
   * @param known the number of one that was open when it was last seen; 0 if none is known
   */
  Optional<PullRequest> find(String head, String base, long known) throws ForgeException {
    if (known > 0) {
      Optional<ListedItem> item = read(known);
      if (item.isPresent() && isOpen(item.get()) && dialect.matches(item.get(), head, base)) {
        return Optional.of(shown(item.get()));
      }
    }
    Optional<ListedItem> newest = search(head, base, false, MAX_PAGES);
    if (newest.isPresent() && isOpen(newest.get()) && !dialect.listsConflicts()) {
      return Optional.of(shown(read(raw(newest.get()).number()).orElse(newest.get())));
    }
    return newest.isPresent() ? Optional.of(shown(newest.get())) : Optional.empty();
  }

  /** The first page with any of the two branches decides; of several on it, one that is open. */
  private Optional<ListedItem> search(String head, String base, boolean openOnly, int maxPages)
      throws ForgeException {
    boolean more = true;
    for (int number = 1; more && number <= maxPages; number++) {
      PullRequestPage page = page(dialect.list(head, base, openOnly, number));
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

  private PullRequestPage page(ForgeRequest request) throws ForgeException {
    return pages.get(
        sender,
        request,
        answer -> {
          if (!answer.isSuccess()) {
            throw sender.refused(answer);
          }
          List<ListedItem> items = items(answer);
          return new PullRequestPage(
              items, PageLinks.next(answer).orElse(items.size() >= dialect.pageSize()));
        },
        (page, _) -> page);
  }

  private List<ListedItem> items(HttpAnswer answer) throws ForgeException {
    try {
      return ListParser.items(answer.body(), null, dialect.fields(), PullRequest.MAX_BODY);
    } catch (MalformedListException e) {
      throw sender.malformed(e);
    }
  }

  /** The pull request of a number; empty if there is none. */
  private Optional<ListedItem> read(long number) throws ForgeException {
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

  private ListedItem item(HttpAnswer answer) throws ForgeException {
    try {
      return ListParser.item(answer.body(), dialect.fields(), PullRequest.MAX_BODY);
    } catch (MalformedListException e) {
      throw sender.malformed(e);
    }
  }

  /** Opens a pull request, or finds the one that is open already. */
  SubmittedPullRequest open(PullRequestDraft draft) throws ForgeException {
    HttpAnswer answer = sender.send(dialect.open(draft));
    if (answer.isSuccess()) {
      ListedItem item = item(answer);
      PullRequest opened = justOpened(shown(item));
      return new SubmittedPullRequest(
          opened,
          new PullRequestSteps(sender)
              .run(
                  Stream.concat(dialect.extras(item, draft).stream(), merge(item, draft))
                      .toList()));
    }
    ForgeReply reply = new ForgeReply(answer.status(), answer.body());
    if (dialect.exists(reply)) {
      Optional<ListedItem> open = search(draft.head(), draft.base(), true, MAX_OPEN_PAGES);
      if (open.isPresent()) {
        return new SubmittedPullRequest(shown(open.get()), List.of());
      }
    }
    throw refused(
        answer, reply, "open one from branch %s to %s".formatted(draft.head(), draft.base()));
  }

  /** No forge has examined it yet, but some say so by calling it not mergeable. */
  private static PullRequest justOpened(PullRequest request) {
    return new PullRequest(
        request.number(),
        request.url(),
        request.state(),
        request.title(),
        request.body(),
        request.head(),
        false);
  }

  /** Changes title and body, if they are not as wanted. One that is not open stays as it is. */
  SubmittedPullRequest update(long number, PullRequestDraft draft) throws ForgeException {
    Optional<ListedItem> found = read(number);
    if (found.isEmpty()) {
      throw sender.failure(
          Kind.REFUSED,
          "has no pull request %d any more. The operator opens another one".formatted(number));
    }
    ListedItem item = found.get();
    if (!isOpen(item)) {
      return new SubmittedPullRequest(shown(item), List.of());
    }
    if (!raw(item).shows(draft)) {
      HttpAnswer answer = sender.send(dialect.update(item, draft));
      if (!answer.isSuccess()) {
        throw refused(
            answer, new ForgeReply(answer.status(), answer.body()), "change number " + number);
      }
      item = item(answer);
    }
    return new SubmittedPullRequest(
        shown(item), new PullRequestSteps(sender).run(merge(item, draft).toList()));
  }

  private Stream<PullRequestStep> merge(ListedItem item, PullRequestDraft draft) {
    return draft.autoMerge() && !dialect.isDraft(item)
        ? dialect.autoMerge(item).stream()
        : Stream.empty();
  }

  private ForgeException refused(HttpAnswer answer, ForgeReply reply, String what) {
    return switch (answer.status()) {
      case 400, 405, 409, HttpAnswer.UNPROCESSABLE, 423 ->
          sender.failure(
              Kind.REFUSED,
              "refuses to %s (%s). Check that both branches exist and differ, and that the repository takes pull requests"
                  .formatted(what, sender.redactor().clean(PullRequestStep.why(reply))));
      default -> sender.refused(answer);
    };
  }

  private boolean isOpen(ListedItem item) throws ForgeException {
    return raw(item).state() == PullRequest.State.OPEN;
  }

  /** As the forge sent it, but for the ends of lines. */
  private PullRequest raw(ListedItem item) throws ForgeException {
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

  /** Fit to be shown. */
  private PullRequest shown(ListedItem item) throws ForgeException {
    PullRequest raw = raw(item);
    SafeLink links = new SafeLink(sender.call().repository().url(), sender.redactor());
    return new PullRequest(
        raw.number(),
        Objects.requireNonNullElse(links.of(raw.url()), ""),
        raw.state(),
        TextShortener.shorten(sender.redactor().clean(raw.title()), PullRequest.MAX_TITLE),
        raw.body(),
        raw.head(),
        raw.conflicted());
  }
}
