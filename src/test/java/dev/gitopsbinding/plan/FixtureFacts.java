package dev.gitopsbinding.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitopsbinding.binding.ManifestPlaces;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.commit.SourceCommit;
import dev.gitopsbinding.model.paths.PathFilter;
import dev.gitopsbinding.plan.fact.Ancestry;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.ManifestChange;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.OwnCommit;
import dev.gitopsbinding.plan.fact.PathCommit;
import dev.gitopsbinding.plan.fact.Rollout;
import dev.gitopsbinding.plan.fact.SelectedCommit;
import dev.gitopsbinding.plan.fact.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Reads the facts of a fixture: what is known, what nobody has asked, what could not be read. */
final class FixtureFacts {
  private FixtureFacts() {}

  static Workload workload(JsonNode node) {
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

  static Promotion promotion(JsonNode node) {
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

  static PathCommit pathCommit(JsonNode node) {
    return switch (node.required("is").asText()) {
      case "found" ->
          new PathCommit.Found(
              new CommitSha(node.required("commit").asText()), node.path("madeFor").asText(null));
      case "none" -> new PathCommit.None();
      case "beyond reach" -> new PathCommit.BeyondReach(node.required("known").asInt());
      default -> throw new IllegalArgumentException(node.toString());
    };
  }

  static SelectedCommit selected(JsonNode node) {
    return new SelectedCommit(
        new CommitSha(node.required("commit").asText()), node.path("newer").asInt(), false);
  }

  static Ancestry ancestry(JsonNode node) {
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
  static Fact<CheckState> checks(JsonNode node) {
    if (node == null) {
      return new Fact.Known<>(new CheckState.Passed(), Instant.EPOCH);
    }
    return node.isEmpty() ? Fact.notAsked() : fact(node, FixtureFacts::checkState);
  }

  static CheckState checkState(JsonNode node) {
    return node.has("failed")
        ? new CheckState.Failed(
            node.get("failed").asText(),
            node.required("result").asText(),
            node.path("link").asText(null))
        : new CheckState.Pending(texts(node.required("running")), texts(node.required("missing")));
  }

  /** The history cannot be read, unless a fixture says otherwise. */
  static Fact<PushContents> contents(JsonNode node, JsonNode manifest) {
    if (node == null) {
      return new Fact.Unavailable<>(new Failure.Remote(Reason.TIMED_OUT, "The host hangs."));
    }
    List<String> replaced =
        node.has("replaced") ? texts(node.get("replaced")) : texts(manifest.required("images"));
    return node.isEmpty()
        ? Fact.notAsked()
        : new Fact.Known<>(
            new PushContents(
                replaced,
                node.required("commits").valueStream().map(FixtureFacts::commit).toList(),
                node.has("count") ? node.get("count").asInt() : null,
                node.path("more").asBoolean()),
            Instant.EPOCH);
  }

  static SourceCommit commit(JsonNode node) {
    return new SourceCommit(
        new CommitSha(node.required("commit").asText()),
        node.required("subject").asText(),
        node.required("author").asText(),
        node.required("email").asText(),
        Instant.parse(node.required("date").asText()));
  }

  static List<String> texts(JsonNode node) {
    return node.valueStream().map(JsonNode::asText).toList();
  }

  /** The registry has the image, unless a fixture says otherwise. */
  static Fact<ImageSeen> image(JsonNode node) {
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

  static <T> Fact<T> fact(JsonNode node, Function<JsonNode, T> value) {
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
  static ManifestSeen manifest(JsonNode node, ManifestPlaces places) {
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

  static ManifestChange change(JsonNode node) {
    return new ManifestChange(
        new CommitSha(node.required("commit").asText()),
        node.required("author").asText(),
        node.required("exact").asBoolean());
  }

  /** A branch whose known history holds none is an empty mapping. */
  static Optional<OwnCommit> ownCommit(JsonNode node) {
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
}
