package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.Check;
import dev.gitopsbinding.forge.CheckJudge;
import dev.gitopsbinding.forge.ForgeRequest;
import dev.gitopsbinding.forge.ListParser;
import dev.gitopsbinding.forge.Listing;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.forge.client.ForgeException;
import dev.gitopsbinding.forge.client.ForgeException.Kind;
import dev.gitopsbinding.forge.client.ForgeSender;
import dev.gitopsbinding.forge.client.PageLinks;
import dev.gitopsbinding.forge.client.TaggedCache;
import dev.gitopsbinding.net.http.HttpAnswer;
import java.util.List;
import java.util.stream.Stream;

/**
 * The requests of one lookup.
 *
 * @param lists what to request, in this order
 */
record ForgeRequests(
    ForgeCommit commit, List<Listing> lists, ForgeSender sender, TaggedCache<CheckPage> pages) {
  /** The length of all names and links of one commit, without checks that are replaced. */
  private static final int MAX_LENGTH = 128 << 10;

  private static final String TOO_MANY =
      "lists too many checks of the commit. At GitHub, name those that count in spec.source.checks.names; elsewhere, report fewer statuses for a commit, or go on with a new commit";

  /** All checks of the commit, of each only what is needed to judge it. */
  List<Check> checks() throws ForgeException {
    List<Check> all = List.of();
    for (Listing listing : lists) {
      boolean more = true;
      for (int number = 1; more; number++) {
        CheckPage page = page(listing, number);
        all = CheckJudge.current(Stream.concat(all.stream(), page.checks().stream()).toList());
        more = page.more() && (listing.whole() || number < listing.maxPages());
        if ((more && number == listing.maxPages()) || CheckPage.size(all) > MAX_LENGTH) {
          throw sender.failure(Kind.ERROR, TOO_MANY);
        }
      }
    }
    return all;
  }

  private CheckPage page(Listing listing, int number) throws ForgeException {
    return pages.get(
        sender,
        ForgeRequest.get(commit.repository() + listing.path() + "&page=" + number),
        answer -> {
          if (answer.status() != HttpAnswer.OK) {
            throw refused(answer, listing);
          }
          return parse(answer, listing);
        },
        (page, answer) -> unchanged(page, answer, listing));
  }

  private ForgeException refused(HttpAnswer answer, Listing listing) {
    String denied = listing.denied();
    return switch (answer.status()) {
      case HttpAnswer.FORBIDDEN, HttpAnswer.NOT_FOUND ->
          denied == null
              ? sender.refused(answer)
              // The forge has sent the lists before: the repository is there and may be read.
              : sender.failure(Kind.UNAUTHORIZED, denied);
      case HttpAnswer.UNPROCESSABLE ->
          sender.failure(
              Kind.ERROR,
              "does not know commit "
                  + commit.commit().hex()
                  + ". Check that it mirrors spec.source.url");
      default -> sender.refused(answer);
    };
  }

  /** That a page has not changed does not say that no other follows it by now. */
  private static CheckPage unchanged(CheckPage page, HttpAnswer answer, Listing listing) {
    int size = page.checks().size();
    return new CheckPage(
        page.checks(), PageLinks.next(answer).orElse(page.more() || size >= listing.pageSize()));
  }

  private CheckPage parse(HttpAnswer answer, Listing listing) throws ForgeException {
    try {
      List<Check> checks = ListParser.parse(answer.body(), listing);
      return new CheckPage(
          checks.stream().map(ForgeRequests::needed).toList(),
          PageLinks.next(answer).orElse(checks.size() >= listing.pageSize()));
    } catch (MalformedListException e) {
      throw sender.malformed(e);
    }
  }

  /** Only of a failed check are result and link shown. */
  private static Check needed(Check check) {
    return check.state() == Check.State.FAILED ? check : check.with(check.name(), "", null);
  }
}
