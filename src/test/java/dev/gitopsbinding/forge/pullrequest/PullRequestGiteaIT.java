package dev.gitopsbinding.forge.pullrequest;

import static dev.gitopsbinding.forge.pullrequest.PullRequestFixture.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.forge.client.ForgeAccess;
import dev.gitopsbinding.forge.client.ForgeClient;
import dev.gitopsbinding.forge.client.ForgeRepository;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequest.State;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.model.pullrequest.SubmittedPullRequest;
import dev.gitopsbinding.net.share.MonotonicClock;
import dev.gitopsbinding.testing.gitea.GiteaRepository;
import dev.gitopsbinding.testing.gitea.GiteaServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pull requests at a real Gitea, where people merge and close them. */
class PullRequestGiteaIT {
  private static final String HEAD = "gitops/shop/web";
  private static final String[] SCOPES = {"write:repository", "write:issue"};
  private static final Clock CLOCK = new MonotonicClock();

  @AutoClose private static GiteaServer gitea;
  private static ForgeAccess bot;

  @AutoClose private final ForgeClient client = PullRequestFixture.client(CLOCK);
  private final PullRequests pullRequests = new PullRequests(client, CLOCK);
  private final GiteaRepository manifest = gitea.createRepository("deploy-" + UUID.randomUUID());
  private final ForgeRepository repository =
      ((Result.Ok<ForgeRepository>)
              pullRequests.locate(
                  "Gitea", URI.create(gitea.apiUrl()), RepositoryUrl.parse(manifest.url())))
          .value();

  @BeforeAll
  static void startGitea() {
    gitea = GiteaServer.start();
    bot = access(gitea.tokenOfNewUser("bot", SCOPES));
    gitea.tokenOfNewUser("reviewer", SCOPES);
  }

  private static ForgeAccess access(String token) {
    return new ForgeAccess(token, gitea.authorityPem());
  }

  private void prepare() {
    manifest.commit("web.yaml", "image: web:1\n");
    manifest.allow("bot", "write");
    manifest.commitTo(HEAD, "web.yaml", "image: web:2\n");
    manifest.awaitContent();
  }

  private static PullRequestDraft draft(String title) {
    return new PullRequestDraft(
        HEAD, "main", title, "one\ntwo", List.of(), List.of(), false, false);
  }

  @Test
  void isOpenedOnceUpdatedAndMergedByAPerson() {
    // Given
    prepare();
    manifest.label("gitops");
    manifest.allow("reviewer", "read");
    assertThat(find()).isEmpty();
    PullRequestDraft draft =
        new PullRequestDraft(
            HEAD,
            "main",
            "Deploy web 2",
            "from 1 to 2",
            List.of("gitops", "unknown"),
            List.of("reviewer"),
            false,
            false);

    // When
    SubmittedPullRequest opened = open(bot, draft);
    SubmittedPullRequest again = open(bot, draft);
    String tip = manifest.commitTo(HEAD, "web.yaml", "image: web:3\n");
    SubmittedPullRequest updated =
        ok(
            pullRequests.update(
                repository, bot, "shop", opened.request(), draft("Deploy web 3"), TIMEOUT));

    // Then
    assertThat(opened.request().url()).startsWith("https://" + gitea.host()).endsWith("/pulls/1");
    assertThat(opened.notes())
        .singleElement()
        .asString()
        .startsWith(
            "spec.push.pullRequest.labels: the forge refused it (there is no label unknown)");
    assertThat(again.request().number()).isEqualTo(opened.request().number());
    assertThat(manifest.pullRequest(1).at("/labels/0/name").asText()).isEqualTo("gitops");
    assertThat(manifest.pullRequest(1).at("/requested_reviewers/0/login").asText())
        .isEqualTo("reviewer");
    assertThat(updated.request().shows(draft("Deploy web 3"))).isTrue();
    PullRequest open =
        await(request -> new CommitSha(tip).equals(request.head()) && !request.conflicted());
    assertThat(open.state()).isEqualTo(State.OPEN);

    // When
    manifest.merge(1);
    manifest.deleteBranch(HEAD);

    // Then
    assertThat(find().getFirst().state()).isEqualTo(State.MERGED);
    assertThat(find().getFirst().head()).isEqualTo(new CommitSha(tip));
  }

  @Test
  void theNewestCountsAfterAPersonClosedOne() {
    prepare();
    open(bot, draft("first"));
    manifest.close(1);
    assertThat(find().getFirst().state()).isEqualTo(State.CLOSED);
    assertThat(open(bot, draft("second")).request().number()).isEqualTo(2);
    assertThat(find().getFirst().state()).isEqualTo(State.OPEN);
    assertThat(find().getFirst().number()).isEqualTo(2);
  }

  @Test
  void theCommitAtTheEndIsNotTheTipOfTheBranch() {
    prepare();
    String tip = manifest.commitTo(HEAD, "web.yaml", "image: web:3\n");
    PullRequest opened = open(bot, draft("first")).request();
    await(request -> new CommitSha(tip).equals(request.head()) && !request.conflicted());
    manifest.close(opened.number());
    manifest.commitTo(HEAD, "web.yaml", "image: web:4\n");
    assertThat(find().getFirst().head()).isEqualTo(new CommitSha(tip));
    assertThat(await(request -> request.state() == State.CLOSED).head())
        .isEqualTo(new CommitSha(tip));
  }

  @Test
  void aConflictIsTold() {
    prepare();
    open(bot, draft("web"));
    await(request -> !request.conflicted());
    manifest.commit("web.yaml", "image: web:other\n");
    assertThat(await(PullRequest::conflicted).state()).isEqualTo(State.OPEN);
  }

  @Test
  void aDraftStaysOneAndIsNotMerged() {
    prepare();
    PullRequestDraft draft =
        new PullRequestDraft(HEAD, "main", "web", "", List.of(), List.of(), true, true);
    PullRequest opened = open(bot, draft).request();
    assertThat(opened.title()).isEqualTo("web");
    ok(pullRequests.update(repository, bot, "shop", opened, draft("other"), TIMEOUT));
    assertThat(manifest.pullRequest(1).path("draft").asBoolean()).isTrue();
    assertThat(manifest.pullRequest(1).path("title").asText()).isEqualTo("WIP: other");
  }

  @Test
  void isMergedByTheForge() {
    prepare();
    PullRequestDraft draft =
        new PullRequestDraft(HEAD, "main", "web", "", List.of(), List.of(), false, true);
    assertThat(open(bot, draft).notes()).isEmpty();
    await(request -> request.state() == State.MERGED);
    assertThat(manifest.text("web.yaml")).isEqualTo("image: web:2\n");
  }

  @Test
  void aBotWithoutRightsIsTold() {
    prepare();
    ForgeAccess stranger = access(gitea.tokenOfNewUser("stranger", SCOPES));
    ForgeAccess reader = access(gitea.token("read:repository"));
    assertRefused(stranger, "the forge has no such repository that the token may see");
    assertRefused(reader, "the forge does not let the token open, read and change pull requests");
    assertRefused(access("0".repeat(40)), "the forge does not accept the token");
    assertThat(find()).isEmpty();
  }

  private void assertRefused(ForgeAccess access, String words) {
    Result<SubmittedPullRequest> result =
        pullRequests.open(repository, access, "shop", draft("web"), TIMEOUT);
    assertThat(result).isInstanceOf(Result.Failed.class);
    Failure failure = ((Result.Failed<SubmittedPullRequest>) result).failure();
    assertThat(failure).isInstanceOf(Failure.Secret.class);
    assertThat(failure.message())
        .startsWith("spec.push.pullRequest: https://" + gitea.host())
        .contains(words, "a token needs the scopes 'write:repository' and 'write:issue'");
  }

  private SubmittedPullRequest open(ForgeAccess access, PullRequestDraft draft) {
    return ok(pullRequests.open(repository, access, "shop", draft, TIMEOUT));
  }

  private PullRequest await(Predicate<PullRequest> expected) {
    return Awaitility.await("the forge has examined it")
        .pollInterval(Duration.ofMillis(100))
        .until(() -> find().getFirst(), expected);
  }

  private List<PullRequest> find() {
    return ok(pullRequests.find(repository, bot, "shop", HEAD, "main", CLOCK.instant(), TIMEOUT))
        .stream()
        .toList();
  }

  private static <T> T ok(Result<T> result) {
    assertThat(result).isInstanceOf(Result.Ok.class);
    return ((Result.Ok<T>) result).value();
  }
}
