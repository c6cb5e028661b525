package dev.gitopsbinding.forge.lookup;

import dev.gitopsbinding.forge.Check;
import dev.gitopsbinding.forge.CheckJudge;
import dev.gitopsbinding.forge.ListParser;
import dev.gitopsbinding.forge.Listing;
import dev.gitopsbinding.forge.MalformedListException;
import dev.gitopsbinding.forge.lookup.ForgeException.Kind;
import dev.gitopsbinding.forge.lookup.PageCache.Page;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.net.http.HttpAnswer;
import dev.gitopsbinding.net.http.HttpExchanges;
import dev.gitopsbinding.net.http.HttpRequest;
import dev.gitopsbinding.net.share.RateLimits;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one lookup.
 *
 * @param lists what to request, in this order
 * @param tenant who the requests are for, usually a namespace
 */
record ForgeRequests(
    ForgeHosts hosts,
    ForgeCommit commit,
    List<Listing> lists,
    ForgeAccess access,
    String tenant,
    HttpExchanges exchanges,
    ForgeFailureClassifier failures) {
  /** Pages of 100 check runs with texts of some KiB each are the largest that forges send. */
  private static final int MAX_BODY_BYTES = 4 << 20;

  /** The length of all names and links of one commit, without checks that are replaced. */
  private static final int MAX_LENGTH = 128 << 10;

  private static final String TOO_MANY =
      "lists too many checks of the commit. At GitHub, name those that count in spec.source.checks.names; elsewhere, report fewer statuses for a commit, or go on with a new commit";

  private static final String AGENT = "gitopsbinding-operator";
  private static final String ACCEPT = "Accept";

  /** All checks of the commit, of each only what is needed to judge it. */
  List<Check> checks() throws ForgeException {
    List<Check> all = List.of();
    for (Listing listing : lists) {
      boolean more = true;
      for (int number = 1; more; number++) {
        Page page = page(listing, number);
        all = CheckJudge.current(Stream.concat(all.stream(), page.checks().stream()).toList());
        more = page.more() && (listing.whole() || number < listing.maxPages());
        if ((more && number == listing.maxPages()) || PageCache.size(all) > MAX_LENGTH) {
          throw failures.failure(Kind.ERROR, TOO_MANY);
        }
      }
    }
    return all;
  }

  private Page page(Listing listing, int number) throws ForgeException {
    URI uri = URI.create(commit.repository() + listing.path() + "&page=" + number);
    PageCache.Key key = new PageCache.Key(uri, access.digest());
    Optional<PageCache.Tagged> known = hosts.pages().get(key);
    HttpAnswer answer = send(uri, known.map(PageCache.Tagged::tag).orElse(null));
    if (answer.status() == HttpAnswer.NOT_MODIFIED && known.isPresent()) {
      return unchanged(known.get().page(), answer, listing);
    }
    if (answer.status() != HttpAnswer.OK) {
      throw failures.of(answer, listing);
    }
    Page page = parse(answer, listing);
    hosts.pages().put(key, answer.header("etag").orElse(null), page);
    return page;
  }

  /** That a page has not changed does not say that no other follows it by now. */
  private static Page unchanged(Page page, HttpAnswer answer, Listing listing) {
    int size = page.checks().size();
    return new Page(page.checks(), next(answer).orElse(page.more() || size >= listing.pageSize()));
  }

  private Page parse(HttpAnswer answer, Listing listing) throws ForgeException {
    try {
      List<Check> checks = ListParser.parse(answer.body(), listing);
      return new Page(
          checks.stream().map(ForgeRequests::needed).toList(),
          next(answer).orElse(checks.size() >= listing.pageSize()));
    } catch (MalformedListException e) {
      throw failures.failure(
          Kind.ERROR,
          "sent an answer that %s. Check spec.source.checks.provider and spec.source.checks.apiURL"
              .formatted(e.getMessage()));
    }
  }

  /** Only of a failed check are result and link shown. */
  private static Check needed(Check check) {
    return check.state() == Check.State.FAILED ? check : check.with(check.name(), "", null);
  }

  /** The link itself is not used: it could lead to another host. */
  private static Optional<Boolean> next(HttpAnswer answer) {
    return answer.header("link").map(link -> link.contains("rel=\"next\""));
  }

  private HttpAnswer send(URI uri, @Nullable String tag) throws ForgeException {
    checkLimit();
    try {
      HttpAnswer answer =
          exchanges
              .send(
                  commit.repository(),
                  request(uri, tag),
                  hosts.settings().http().addresses(),
                  MAX_BODY_BYTES)
              .answer();
      noteLimit(answer);
      return answer;
    } catch (ForgeException e) {
      throw e;
    } catch (HttpExchanges.LateException e) {
      throw ForgeException.late(commit.host());
    } catch (HttpExchanges.TooLongException e) {
      throw failures.failure(
          Kind.ERROR,
          "sent more than %d bytes at once. Check spec.source.checks.apiURL"
              .formatted(MAX_BODY_BYTES));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ForgeException.late(commit.host());
    } catch (IOException | GeneralSecurityException e) {
      throw failures.of(e);
    }
  }

  private HttpRequest request(URI uri, @Nullable String tag) {
    Map<String, String> headers = new HashMap<>(commit.forge().headers());
    String accept = headers.remove(ACCEPT);
    headers.put("User-Agent", AGENT);
    if (tag != null) {
      headers.put("If-None-Match", tag);
    }
    String token = access.token();
    return new HttpRequest(
        "GET",
        uri,
        accept,
        token == null ? null : commit.forge().authorization(token),
        headers,
        null);
  }

  private RateLimits.Asker asker() {
    return new RateLimits.Asker(commit.host(), tenant + " " + access.digest());
  }

  private void checkLimit() throws ForgeException {
    Optional<RateLimits.Limit> limit = hosts.limits().limit(asker(), "");
    if (limit.isPresent()) {
      throw limited(limit.get());
    }
  }

  /** Records a limit. An answer that uses up the last request is valid nevertheless. */
  private void noteLimit(HttpAnswer answer) throws ForgeException {
    Optional<RateHeaders> found = RateHeaders.of(answer, Instant.now(hosts.wall()));
    if (found.isEmpty()) {
      return;
    }
    RateLimits limits = hosts.limits();
    String after = found.get().retryAfter();
    Optional<RateLimits.Limit> noted =
        Optional.ofNullable(after).flatMap(end -> limits.note(asker(), null, answer.status(), end));
    if (noted.isEmpty() && RateHeaders.isLimit(answer)) {
      noted = Optional.of(limits.note(asker(), null, answer.status(), RateHeaders.PAUSE));
    }
    boolean usable = answer.status() == HttpAnswer.OK || answer.status() == HttpAnswer.NOT_MODIFIED;
    if (noted.isPresent() && !usable) {
      throw limited(noted.get());
    }
  }

  private ForgeException limited(RateLimits.Limit limit) {
    return new ForgeException(
        Kind.LIMITED,
        new Failure.Limited(
            Reason.FORGE_UNAVAILABLE,
            "Forge "
                + limit.message(commit.host())
                + (access.token() == null
                    ? " A token raises most forges' limits: spec.source.checks.secretRef."
                    : ""),
            limit.end()));
  }
}
