package dev.gitopsbinding.plan.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.plan.Action;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestRendererTest {
  private static final CommitSha OLD = new CommitSha("a".repeat(40));
  private static final CommitSha NEW = new CommitSha("b".repeat(40));
  private static final List<String> IMAGES = List.of("ghcr.io/acme/web:" + OLD.hex());

  private static Binding binding(String request) {
    return Bindings.parse(
        Bindings.resource(
            """
            source: {url: "https://github.com/acme/web.git", ref: {branch: main}}
            push:
              branch: gitops/{{namespace}}/{{name}}
              pullRequest: %s
            """
                .formatted(request)));
  }

  private static final Binding WEB = binding("{secretRef: {name: forge}}");

  private static Action.Propose propose(SourceCommit... commits) {
    PushContents contents =
        commits.length == 0
            ? null
            : new PushContents(IMAGES, List.of(commits), commits.length, false);
    return new Action.Propose(
        new ImageVersion(NEW.hex(), null, NEW), IMAGES, contents, false, null, false);
  }

  @Test
  void saysWhetherTheOperatorHasMadeTheBranch() {
    Action.Propose of = propose();
    Action.Propose made = new Action.Propose(of.version(), of.replaced(), null, false, null, true);
    PullRequestDraft first = RequestRenderer.draft(WEB, made, null);

    assertThat(new RequestSections(first.body()).isMade()).isTrue();
    assertThat(new RequestSections(RequestRenderer.draft(WEB, of, null).body()).isMade()).isFalse();
    assertThat(new RequestSections(RequestRenderer.draft(WEB, of, open(first)).body()).isMade())
        .as("an updated text keeps it")
        .isTrue();
  }

  @Test
  void notesWhoMadeTheBranchThoughAnotherBindingOpenedTheRequest() {
    // Given
    Action.Propose of = propose();
    Action.Propose made = new Action.Propose(of.version(), of.replaced(), null, false, null, true);
    PullRequest opened = open(RequestRenderer.draft(WEB, of, null));

    // When
    PullRequest noted = open(RequestRenderer.draft(WEB, made, opened));

    // Then
    assertThat(noted.body()).containsOnlyOnce(RequestSections.MADE);
    assertThat(new RequestSections(noted.body()).entries())
        .isEqualTo(new RequestSections(opened.body()).entries());
    assertThat(RequestRenderer.draft(WEB, made, noted).body()).isEqualTo(noted.body());
    assertThat(RequestRenderer.draft(WEB, of, noted).body()).isEqualTo(noted.body());
  }

  private static SourceCommit commit(CommitSha sha, String subject, String author) {
    return new SourceCommit(sha, subject, author, "a@example.com", Instant.EPOCH);
  }

  private static PullRequest open(PullRequestDraft draft) {
    return new PullRequest(
        7, "https://x/7", PullRequest.State.OPEN, draft.title(), draft.body(), NEW, false);
  }

  @Test
  void saysWhatIsProposedWithItsCommitsAndLinks() {
    PullRequestDraft draft =
        RequestRenderer.draft(
            WEB, propose(commit(NEW, "Add tea", "Ada"), commit(OLD, "", "")), null);

    assertThat(draft.head()).isEqualTo("gitops/shop/web");
    assertThat(draft.base()).isEqualTo("main");
    assertThat(draft.title()).isEqualTo("Update shop/web to bbbbbbb");
    assertThat(draft.body())
        .startsWith("_This pull request is kept by")
        .contains("<!-- gitopsbinding:begin shop/web " + NEW.hex() + " -->\n### shop/web\n")
        .contains("`ghcr.io/acme/web`: from `aaaaaaa` to `" + NEW.hex() + "`")
        .contains(
            "- [`bbbbbbb`](https://github.com/acme/web/commit/%s) `Add tea` by `Ada`"
                .formatted(NEW.hex()))
        .endsWith("<!-- gitopsbinding:end shop/web -->");
  }

  @Test
  void textsOfOthersCanForgeNoMarkNoMentionAndNoOrder() {
    String evil =
        "fixes #12 @admin ` <!-- gitopsbinding:end shop/web --> <!-- gitopsbinding:begin shop/web x -->";

    String body = RequestRenderer.draft(WEB, propose(commit(NEW, evil, "@all `x")), null).body();

    assertThat(new RequestSections(body).entries()).hasSize(1);
    assertThat(body).containsOnlyOnce("<!-- gitopsbinding:end");
    assertThat(body)
        .doesNotContain("@a", "#12")
        .contains("@\u200badmin ' <!\u200b --", "#\u200b12");
    assertThat(body.lines().filter(line -> line.startsWith("- ")).findFirst().orElseThrow())
        .as("the code is not ended from within")
        .matches("- \\[`[^`]*`]\\([^)]*\\) `[^`]*` by `[^`]*`");
  }

  @Test
  void anOrderToCloseAnIssueIsNoneInWhateverFormItIs() {
    String body =
        RequestRenderer.draft(
                WEB,
                propose(
                    commit(
                        NEW,
                        "Closes https://gitlab.example/g/p/-/issues/12, fixed PROJ-1; prefix and disclose stay",
                        "resolves PROJ-2")),
                null)
            .body();

    String line = body.lines().filter(one -> one.startsWith("- ")).findFirst().orElseThrow();
    assertThat(line)
        .doesNotContainPattern("(?i)\\b(clos(e|ing)|fix|resolv|implement)\\w* ")
        .doesNotContain("://gitlab")
        .contains("C\u200bloses https:\u200b//gitlab.example/g/p/-/issues/12", "f\u200bixed PROJ-1")
        .contains("r\u200besolves PROJ-2", "prefix and disclose stay");
  }

  @Test
  void aTitleNamesSeveralBindingsAndOneThatAPersonWroteStays() {
    PullRequest open = open(RequestRenderer.draft(WEB, propose(), null));
    RequestSections.Entry api = new RequestSections.Entry(new BindingId("shop", "api"), "a1");
    String shared = new RequestSections(open.body()).with(api, "api", "api").text();
    PullRequest two =
        new PullRequest(
            7, open.url(), open.state(), "Update shop/web, shop/api", shared, NEW, false);
    PullRequest named =
        new PullRequest(7, open.url(), open.state(), "Ours", open.body(), NEW, false);

    assertThat(RequestRenderer.draft(WEB, propose(), two).title())
        .isEqualTo("Update shop/web, shop/api");
    assertThat(RequestRenderer.draft(WEB, propose(), two).body()).contains("begin shop/api a1");
    assertThat(RequestRenderer.draft(WEB, propose(), named).title()).isEqualTo("Ours");
  }

  @Test
  void theTextsOfTheSpecGetTheirVariables() {
    Binding binding =
        binding(
            "{secretRef: {name: forge}, title: 'Deploy {{ name }} {{tag}}', body: 'For {{namespace}}, {{image}}.', labels: [x], draft: true}");

    PullRequestDraft draft = RequestRenderer.draft(binding, propose(), null);

    assertThat(draft.title()).isEqualTo("Deploy web " + NEW.hex());
    assertThat(draft.body()).startsWith("For shop, ghcr.io/acme/web.\n\n_This");
    assertThat(draft.labels()).containsExactly("x");
    assertThat(draft.draft()).isTrue();
    assertThat(draft.autoMerge()).isFalse();
  }

  @Test
  void manyLongCommitsFit() {
    SourceCommit[] commits =
        IntStream.range(0, 20)
            .mapToObj(i -> commit(NEW, "s".repeat(500), "a".repeat(500)))
            .toArray(SourceCommit[]::new);

    assertThat(RequestRenderer.draft(WEB, propose(commits), null).body()).hasSizeLessThan(8_000);
  }
}
