package dev.gitopsbinding.forge.pullrequest;

import dev.gitopsbinding.forge.ForgeReply;
import dev.gitopsbinding.forge.ListedItem;
import dev.gitopsbinding.forge.PullRequestDialect;
import dev.gitopsbinding.forge.PullRequestStep;
import dev.gitopsbinding.forge.client.ForgeException;
import dev.gitopsbinding.forge.client.ForgeException.Kind;
import dev.gitopsbinding.forge.client.ForgeSender;
import dev.gitopsbinding.forge.client.TaggedCache;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.model.pullrequest.SubmittedPullRequest;
import dev.gitopsbinding.net.http.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The requests of one call about pull requests. */
record PullRequestRequests(
    PullRequestDialect dialect, ForgeSender sender, PullRequestReader reader) {
  /** Of the newest, how many pages are searched at forges that cannot filter by head. */
  private static final int MAX_PAGES = 10;

  private static final int MAX_OPEN_PAGES = 40;

  PullRequestRequests(
      PullRequestDialect dialect, ForgeSender sender, TaggedCache<PullRequestPage> pages) {
    this(dialect, sender, new PullRequestReader(dialect, sender, pages));
  }

  /**
   * The newest pull request of two branches, or the one that is open.
   *
   * @param known the number of one that was open when it was last seen; 0 if none is known
   */
  Optional<PullRequest> find(String head, String base, long known) throws ForgeException {
    if (known > 0) {
      Optional<ListedItem> item = reader.read(known);
      if (item.isPresent()
          && reader.isOpen(item.get())
          && dialect.matches(item.get(), head, base)) {
        return Optional.of(reader.shown(item.get()));
      }
    }
    Optional<ListedItem> newest = reader.search(head, base, false, MAX_PAGES);
    if (newest.isPresent() && reader.isOpen(newest.get()) && !dialect.listsConflicts()) {
      return Optional.of(
          reader.shown(reader.read(reader.raw(newest.get()).number()).orElse(newest.get())));
    }
    return newest.isPresent() ? Optional.of(reader.withHead(newest.get())) : Optional.empty();
  }

  /** Opens a pull request, or finds the one that is open already. */
  SubmittedPullRequest open(PullRequestDraft draft) throws ForgeException {
    HttpAnswer answer = sender.send(dialect.open(draft));
    if (answer.isSuccess()) {
      ListedItem item = reader.item(answer);
      PullRequest opened = justOpened(reader.shown(item));
      return new SubmittedPullRequest(opened, complete(item, draft));
    }
    ForgeReply reply = new ForgeReply(answer.status(), answer.body());
    if (dialect.exists(reply)) {
      Optional<ListedItem> open = reader.search(draft.head(), draft.base(), true, MAX_OPEN_PAGES);
      if (open.isPresent()) {
        // The answer to an earlier request may have been lost, and with it all that follows it.
        boolean own = reader.raw(open.get()).shows(draft);
        return new SubmittedPullRequest(
            reader.shown(open.get()), own ? complete(open.get(), draft) : List.of());
      }
    }
    throw refused(
        answer, reply, "open one from branch %s to %s".formatted(draft.head(), draft.base()));
  }

  private List<String> complete(ListedItem item, PullRequestDraft draft) {
    return new PullRequestSteps(sender)
        .run(Stream.concat(dialect.extras(item, draft).stream(), merge(item, draft)).toList());
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

  /**
   * Changes title and body, if they are not as wanted. One that is not open stays as it is, and so
   * does a body that is not read as a whole.
   *
   * @param seen the pull request that the draft was made from
   * @throws ForgeException also if the body was changed since
   */
  SubmittedPullRequest update(PullRequest seen, PullRequestDraft draft) throws ForgeException {
    long number = seen.number();
    Optional<ListedItem> found = reader.read(number);
    if (found.isEmpty()) {
      throw sender.failure(
          Kind.REFUSED,
          "has no pull request %d any more. The operator opens another one".formatted(number));
    }
    ListedItem item = found.get();
    if (!reader.isOpen(item)) {
      return new SubmittedPullRequest(reader.shown(item), List.of());
    }
    List<String> notes = new ArrayList<>();
    if (reader.isCut(item)) {
      notes.add(
          "%s: the description of pull request %d is longer than %d characters, so that the operator does not change it. Shorten it"
              .formatted(
                  sender.call().repository().purpose().field(), number, PullRequest.MAX_BODY));
    } else if (!reader.raw(item).shows(draft)) {
      if (!reader.raw(item).body().strip().equals(seen.body().strip())) {
        throw sender.failure(
            Kind.REFUSED,
            "has a newer description of pull request %d, which stays. The operator reads it and tries again"
                .formatted(number));
      }
      HttpAnswer answer = sender.send(dialect.update(item, draft));
      if (!answer.isSuccess()) {
        throw refused(
            answer, new ForgeReply(answer.status(), answer.body()), "change number " + number);
      }
      item = reader.item(answer);
    }
    notes.addAll(new PullRequestSteps(sender).run(merge(item, draft).toList()));
    return new SubmittedPullRequest(reader.shown(item), notes);
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
}
