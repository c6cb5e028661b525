package dev.gitopsbinding.plan;

import static dev.gitopsbinding.plan.FixtureFacts.fact;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.binding.ManifestPlace;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.plan.proposal.ProposalQuestions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One observation and the step it must lead to. */
record PlanFixture(
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
    @JsonProperty(required = true) Expected expect) {
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

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

  Observation observation() {
    Binding binding = Bindings.parse(Bindings.resource(spec, requestedAt));
    return Observation.of(
            binding,
            Optional.ofNullable(status).orElse(GitOpsBindingStatus.EMPTY),
            rivalOf(binding),
            FixtureFacts.workload(workload),
            Instant.EPOCH)
        .with(Questions.PROMOTION, fact(promotion, FixtureFacts::promotion))
        .with(
            Questions.SOURCE_TIP,
            fact(source, node -> new CommitSha(node.required("commit").asText())))
        .with(
            Questions.MANIFEST,
            fact(manifest, node -> FixtureFacts.manifest(node, binding.places())))
        .withDoubt(inDoubt)
        .with(Questions.OWN_COMMIT, fact(ownCommit, FixtureFacts::ownCommit))
        .with(Questions.MANIFEST_CHANGE, fact(change, FixtureFacts::change))
        .with(Questions.PATH_COMMIT, fact(pathCommit, FixtureFacts::pathCommit))
        .with(Questions.SELECTED_COMMIT, fact(selected, FixtureFacts::selected))
        .with(Questions.BUILT_COMMIT, fact(built, FixtureFacts::selected))
        .with(Questions.ANCESTRY, fact(ancestry, FixtureFacts::ancestry))
        .with(Questions.DESCENT_FROM_FAILED, fact(descent, FixtureFacts::ancestry))
        .with(Questions.IMAGE, FixtureFacts.image(image))
        .with(Questions.CHECKS, FixtureFacts.checks(checks))
        .with(Questions.CONTENTS, FixtureFacts.contents(contents, manifest))
        .with(
            ProposalQuestions.PUSH_BRANCH,
            fact(pushBranch, node -> FixtureProposals.pushBranch(node, binding.places())))
        .with(ProposalQuestions.PULL_REQUEST, fact(pullRequest, FixtureProposals::pullRequest));
  }

  /** One that writes the places that the fixture names by their numbers, or else all. */
  private @Nullable Rival rivalOf(Binding binding) {
    if (rival == null) {
      return null;
    }
    List<ManifestPlace> all = binding.places().all();
    return new Rival(id(rival), rivalAt == null ? all : rivalAt.stream().map(all::get).toList());
  }

  private static BindingId id(String text) {
    String[] parts = text.split("/", 2);
    return new BindingId(parts[0], parts[1]);
  }

  static PlanFixture read(Path file) throws IOException {
    return YAML.readValue(file.toFile(), PlanFixture.class);
  }
}
