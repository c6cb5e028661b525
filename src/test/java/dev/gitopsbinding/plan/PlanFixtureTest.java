package dev.gitopsbinding.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.binding.ManifestPlaces;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.model.paths.PathFilter;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.plan.fact.Ancestry;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.ManifestChange;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.OwnCommit;
import dev.gitopsbinding.plan.fact.PathCommit;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import dev.gitopsbinding.plan.proposal.PushBranchSeen;
import dev.gitopsbinding.plan.proposal.RequestSections;
import dev.gitopsbinding.plan.proposal.RequestSeen;
import dev.gitopsbinding.plan.rollback.RollbackMessage;
import dev.gitopsbinding.plan.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file under {@code golden/plans} is one observation and the step it must lead to. */
class PlanFixtureTest {
  private static final Path FIXTURES = Path.of("src/test/resources/golden/plans");
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  record Fixture(
      JsonNode spec,
      GitOpsBindingStatus status,
      String rival,
      @Nullable List<Integer> rivalAt,
      String requestedAt,
      JsonNode source,
      JsonNode manifest,
      JsonNode pathCommit,
      JsonNode selected,
      JsonNode built,
      JsonNode ancestry,
      JsonNode promotion,
      JsonNode change,
      JsonNode ownCommit,
      boolean inDoubt,
      JsonNode image,
      JsonNode checks,
      JsonNode workload,
      JsonNode descent,
      JsonNode contents,
      JsonNode pushBranch,
      JsonNode pullRequest,
      @JsonProperty(required = true) Expected expect) {}

  /**
   * The step.
   *
   * @param commit the source commit of the tag that is pushed, or "unknown"; without it the tag is
   *     the commit
   */
  record Expected(
      String ask,
      String action,
      Reason stop,
      List<String> says,
      String keep,
      String await,
      String push,
      String preview,
      List<String> expected,
      String message,
      String commit,
      String digest) {

    String commitOf(String tag) {
      return commit == null ? tag : commit;
    }
  }

  private static String commitOf(ImageVersion version) {
    return version.commit() == null ? "unknown" : version.commit().hex();
  }

  static Stream<Path> fixtures() throws IOException {
    try (var files = Files.list(FIXTURES)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void plansAsTheFixtureSays(Path file) throws IOException {
    // Given
    assertThat(file.toString()).as("an unused fixture").endsWith(".yaml");
    Fixture fixture = YAML.readValue(file.toFile(), Fixture.class);

    // When
    Step step = new Planner(Rules.IN_ORDER).plan(observation(fixture));

    // Then
    verify(step, fixture.expect());
  }

  /** What happened to a field begins with its path; what to do next may name further fields. */
  private static void assertFieldComesFirst(String message) {
    String whatHappened = message.split("(?<=[.]) (?=[A-Z])", 2)[0];
    if (whatHappened.contains("spec.")) {
      assertThat(whatHappened).startsWith("spec.");
    }
  }

  private static void verify(Step step, Expected expect) {
    switch (step) {
      case Ask(var question) -> assertThat(question.name()).isEqualTo(expect.ask());
      case Action action -> assertThat(shown(action)).isEqualTo(expect.action());
      case Plan.Keep(var tag) -> assertThat(tag).isEqualTo(expect.keep());
      case Plan.Stop(var reason, var message) -> {
        assertThat(reason).isEqualTo(expect.stop());
        assertFieldComesFirst(message);
        assertThat(expect.says()).allSatisfy(fragment -> assertThat(message).contains(fragment));
      }
      case Plan.Wait(var _, var subject, var message) -> {
        assertThat(subject).isEqualTo(expect.await());
        assertFieldComesFirst(message);
        assertThat(expect.says())
            .isNotEmpty()
            .allSatisfy(fragment -> assertThat(message).contains(fragment));
        assertThat(message).as("a safety is never to be switched off").doesNotContain("Skip");
      }
      case Plan.Push(var version, var expected, var message, var _, var rollback) -> {
        assertThat(version.tag()).isEqualTo(expect.push());
        assertThat(version.digest()).isEqualTo(expect.digest());
        assertThat(commitOf(version)).isEqualTo(expect.commitOf(version.tag()));
        assertThat(expected).isEqualTo(expect.expected());
        assertThat(message).isEqualTo(expect.message());
        assertThat(rollback).isEqualTo(message.contains(RollbackMessage.TRAILER));
      }
      case Plan.Preview(Plan.Push(var version, var expected, var message, var _, var rollback)) -> {
        assertThat(version.tag()).isEqualTo(expect.preview());
        assertThat(version.digest()).isEqualTo(expect.digest());
        assertThat(commitOf(version)).isEqualTo(expect.commitOf(version.tag()));
        assertThat(expected).isEqualTo(expect.expected());
        assertThat(message).isEqualTo(expect.message());
        assertThat(rollback).isEqualTo(message.contains(RollbackMessage.TRAILER));
      }
    }
  }

  /** One that writes the places that the fixture names by their numbers, or else all. */
  private static @Nullable Rival rival(Fixture fixture, Binding binding) {
    if (fixture.rival() == null) {
      return null;
    }
    List<ManifestPlace> all = binding.places().all();
    return new Rival(
        id(fixture.rival()),
        fixture.rivalAt() == null ? all : fixture.rivalAt().stream().map(all::get).toList());
  }

  private static String shown(Action action) {
    return switch (action) {
      case Action.ReadAgain() -> "read again";
      case Action.NoteLanded(var version, var by, var replaced, var rollback) ->
          "note %s of %s by %s in place of %s%s"
              .formatted(
                  version.tag(),
                  version.commit() == null ? "unknown" : version.commit().abbreviated(),
                  by.abbreviated(),
                  replaced,
                  rollback ? ", a rollback" : "");
      case Action.DeleteBranch(var tip) -> "delete " + tip.hex();
      case Action.Propose(
              var version,
              var replaced,
              var contents,
              var rollback,
              var newest,
              var _) ->
          "propose %s in place of %s%s%s%s"
              .formatted(
                  version.tag(),
                  replaced,
                  contents == null ? "" : " with commits",
                  rollback ? ", a rollback" : "",
                  newest == null ? "" : ", after %d".formatted(newest.number()));
    };
  }

  private static PushBranchSeen pushBranch(JsonNode node, ManifestPlaces places) {
    return node.isEmpty()
        ? PushBranchSeen.NONE
        : new PushBranchSeen(
            new CommitSha(node.required("tip").asText()),
            !node.path("own").asText().equals("false"),
            node.path("contained").asBoolean(),
            node.path("lags").asBoolean(),
            places.isOne()
                ? List.of(texts(node.required("images")))
                : node.required("places").valueStream().map(PlanFixtureTest::texts).toList(),
            !node.path("deletable").asText().equals("false"));
  }

  /**
   * The section of the binding in the text proposes {@code proposes}; without it there is none. The
   * operator has made the branch, unless {@code made} is false.
   */
  private static RequestSeen pullRequest(JsonNode node) {
    if (node.isEmpty()) {
      return RequestSeen.NONE;
    }
    String tag = node.path("proposes").asText(null);
    return new RequestSeen(
        new PullRequest(
            node.required("number").asLong(),
            "https://git.example.com/acme/deploy/pulls/" + node.get("number").asText(),
            PullRequest.State.valueOf(node.required("state").asText()),
            "A title",
            (tag == null
                    ? "Others have written this."
                    : "<!-- gitopsbinding:begin shop/web %s -->".formatted(tag))
                + (node.has("beside")
                    ? " <!-- gitopsbinding:begin %s other -->"
                        .formatted(node.get("beside").asText())
                    : "")
                + (node.path("made").asText().equals("false") ? "" : RequestSections.MADE),
            CommitSha.parse(node.path("head").asText(null)).orElse(null),
            node.path("conflicted").asBoolean()),
        node.path("written").asBoolean(),
        List.of());
  }

  private static Observation observation(Fixture fixture) {
    Binding binding = Bindings.parse(Bindings.resource(fixture.spec(), fixture.requestedAt()));
    return Observation.of(
            binding,
            Optional.ofNullable(fixture.status()).orElse(GitOpsBindingStatus.EMPTY),
            rival(fixture, binding),
            workload(fixture.workload()),
            Instant.EPOCH)
        .with(Questions.PROMOTION, fact(fixture.promotion(), PlanFixtureTest::promotion))
        .with(
            Questions.SOURCE_TIP,
            fact(fixture.source(), node -> new CommitSha(node.required("commit").asText())))
        .with(
            Questions.MANIFEST, fact(fixture.manifest(), node -> manifest(node, binding.places())))
        .withDoubt(fixture.inDoubt())
        .with(Questions.OWN_COMMIT, fact(fixture.ownCommit(), PlanFixtureTest::ownCommit))
        .with(Questions.MANIFEST_CHANGE, fact(fixture.change(), PlanFixtureTest::change))
        .with(Questions.PATH_COMMIT, fact(fixture.pathCommit(), PlanFixtureTest::pathCommit))
        .with(Questions.SELECTED_COMMIT, fact(fixture.selected(), PlanFixtureTest::selected))
        .with(Questions.BUILT_COMMIT, fact(fixture.built(), PlanFixtureTest::selected))
        .with(Questions.ANCESTRY, fact(fixture.ancestry(), PlanFixtureTest::ancestry))
        .with(Questions.DESCENT_FROM_FAILED, fact(fixture.descent(), PlanFixtureTest::ancestry))
        .with(Questions.IMAGE, image(fixture.image()))
        .with(Questions.CHECKS, checks(fixture.checks()))
        .with(Questions.CONTENTS, contents(fixture))
        .with(
            ProposalQuestions.PUSH_BRANCH,
            fact(fixture.pushBranch(), node -> pushBranch(node, binding.places())))
        .with(
            ProposalQuestions.PULL_REQUEST,
            fact(fixture.pullRequest(), PlanFixtureTest::pullRequest));
  }

  private static Workload workload(JsonNode node) {
    if (node == null) {
      return new Workload.Missing();
    }
    Rollout rollout =
        switch (node.required("rollout").asText()) {
          case "complete" -> new Rollout.Complete();
          case "progressing" -> new Rollout.Progressing("0 of 1 pods are updated");
          case "failed" ->
              new Rollout.DeadlineExceeded(
                  node.has("since") ? Instant.parse(node.get("since").asText()) : null);
          case "degraded" ->
              new Rollout.Degraded(
                  node.has("since") ? Instant.parse(node.get("since").asText()) : null,
                  "RolloutAborted");
          default -> throw new IllegalArgumentException(node.toString());
        };
    return new Workload.Found(
        List.of(new Workload.Container("web", node.required("image").asText())),
        List.of(),
        rollout);
  }

  private static Promotion promotion(JsonNode node) {
    if (node.has("held")) {
      return new Promotion.Held(Reason.valueOf(node.get("held").asText()));
    }
    Promotion.Soak soak =
        CommitSha.parse(node.path("soaking").asText(null))
            .map(
                commit ->
                    new Promotion.Soak(
                        commit,
                        Instant.parse("2026-02-03T04:00:00Z"),
                        Instant.parse("2026-02-03T04:30:00Z"),
                        Duration.ofMinutes(10)))
            .orElse(null);
    return node.has("rolledOut")
        ? new Promotion.Offer(
            texts(node.get("rolledOut")).stream().map(CommitSha::new).toList(),
            node.path("position").asInt(),
            soak,
            node.has("origin")
                ? new Promotion.Origin(
                    new RemoteBranch(RepositoryUrl.parse(node.get("origin").asText()), "main"),
                    node.has("paths")
                        ? new PathFilter(texts(node.at("/paths/include")), List.of())
                        : null)
                : null)
        : new Promotion.Pending(soak);
  }

  private static PathCommit pathCommit(JsonNode node) {
    return switch (node.required("is").asText()) {
      case "found" ->
          new PathCommit.Found(
              new CommitSha(node.required("commit").asText()), node.path("madeFor").asText(null));
      case "none" -> new PathCommit.None();
      case "beyond reach" -> new PathCommit.BeyondReach(node.required("known").asInt());
      default -> throw new IllegalArgumentException(node.toString());
    };
  }

  private static SelectedCommit selected(JsonNode node) {
    return new SelectedCommit(
        new CommitSha(node.required("commit").asText()), node.path("newer").asInt(), false);
  }

  private static Ancestry ancestry(JsonNode node) {
    String deployed = node.path("deployed").asText();
    return switch (node.required("is").asText()) {
      case "descends" -> new Ancestry.Descends();
      case "rewound" ->
          new Ancestry.Rewound(
              deployed, CommitSha.parse(node.path("base").asText(null)).orElse(null));
      case "beyond reach" -> new Ancestry.BeyondReach(deployed, node.required("known").asInt());
      default -> throw new IllegalArgumentException(node.toString());
    };
  }

  /** The checks have passed, unless a fixture says otherwise. */
  private static Fact<CheckState> checks(JsonNode node) {
    if (node == null) {
      return new Fact.Known<>(new CheckState.Passed(), Instant.EPOCH);
    }
    return node.isEmpty() ? Fact.notAsked() : fact(node, PlanFixtureTest::checkState);
  }

  private static CheckState checkState(JsonNode node) {
    return node.has("failed")
        ? new CheckState.Failed(
            node.get("failed").asText(),
            node.required("result").asText(),
            node.path("link").asText(null))
        : new CheckState.Pending(texts(node.required("running")), texts(node.required("missing")));
  }

  /** The history cannot be read, unless a fixture says otherwise. */
  private static Fact<PushContents> contents(Fixture fixture) {
    JsonNode node = fixture.contents();
    if (node == null) {
      return new Fact.Unavailable<>(new Failure.Remote(Reason.TIMED_OUT, "The host hangs."));
    }
    List<String> replaced =
        node.has("replaced")
            ? texts(node.get("replaced"))
            : texts(fixture.manifest().required("images"));
    return node.isEmpty()
        ? Fact.notAsked()
        : new Fact.Known<>(
            new PushContents(
                replaced,
                node.required("commits").valueStream().map(PlanFixtureTest::commit).toList(),
                node.has("count") ? node.get("count").asInt() : null,
                node.path("more").asBoolean()),
            Instant.EPOCH);
  }

  private static SourceCommit commit(JsonNode node) {
    return new SourceCommit(
        new CommitSha(node.required("commit").asText()),
        node.required("subject").asText(),
        node.required("author").asText(),
        node.required("email").asText(),
        Instant.parse(node.required("date").asText()));
  }

  private static List<String> texts(JsonNode node) {
    return node.valueStream().map(JsonNode::asText).toList();
  }

  /** The registry has the image, unless a fixture says otherwise. */
  private static Fact<ImageSeen> image(JsonNode node) {
    if (node == null) {
      return new Fact.Known<>(ImageSeen.FOUND, Instant.EPOCH);
    }
    return node.isEmpty()
        ? Fact.notAsked()
        : fact(
            node,
            known ->
                new ImageSeen(
                    known.required("exists").asBoolean(), known.path("digest").asText(null)));
  }

  private static <T> Fact<T> fact(JsonNode node, Function<JsonNode, T> value) {
    if (node == null) {
      return Fact.notAsked();
    }
    return node.has("unavailable")
        ? new Fact.Unavailable<>(
            new Failure.Remote(
                Reason.valueOf(node.get("unavailable").asText()),
                node.required("message").asText()))
        : new Fact.Known<>(value.apply(node), Instant.ofEpochSecond(node.path("at").asLong()));
  }

  /** One place has {@code images}; several have {@code places}, a list of images for each. */
  private static ManifestSeen manifest(JsonNode node, ManifestPlaces places) {
    CommitSha tip = new CommitSha(node.required("tip").asText());
    return places.isOne()
        ? new ManifestSeen(tip, texts(node.required("images")))
        : ManifestSeen.at(
            tip,
            IntStream.range(0, places.all().size())
                .mapToObj(
                    index ->
                        new ManifestSeen.PlaceSeen(
                            places.all().get(index),
                            texts(node.required("places").required(index))))
                .toList());
  }

  private static ManifestChange change(JsonNode node) {
    return new ManifestChange(
        new CommitSha(node.required("commit").asText()),
        node.required("author").asText(),
        node.required("exact").asBoolean());
  }

  /** A branch whose known history holds none is an empty mapping. */
  private static Optional<OwnCommit> ownCommit(JsonNode node) {
    return node.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OwnCommit(
                new CommitSha(node.required("commit").asText()),
                Instant.parse(node.required("at").asText()),
                node.required("images").valueStream().map(JsonNode::asText).toList(),
                List.of(),
                node.path("rolledBack").asText(null)));
  }

  private static BindingId id(String text) {
    String[] parts = text.split("/", 2);
    return new BindingId(parts[0], parts[1]);
  }
}
