package dev.gitopsbinding.cli.report;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceBinding;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What a person can do next, as sentences and commands. */
final class NextSteps {
  private static final String PLUGIN = "kubectl gitopsbinding ";

  private final LiveBinding binding;

  private NextSteps(LiveBinding binding) {
    this.binding = binding;
  }

  static List<String> of(LiveBinding binding, Blocker blocker) {
    var steps = new NextSteps(binding);
    return switch (blocker) {
      case Blocker.None _ -> List.of();
      case Blocker.NotSynced _ ->
          List.of(
              "Check that the operator runs, and that it watches namespace "
                  + binding.namespace()
                  + " (GITOPSBINDING_WATCH_NAMESPACES).",
              "kubectl get pods -A -l app.kubernetes.io/name=gitopsbinding-operator");
      case Blocker.Foreign(var word, _) ->
          List.of(
              "This program does not know the reason %s: use the version of it that belongs to the operator's."
                  .formatted(word));
      case Blocker.Known(var reason, var stage, var message) -> steps.of(reason, stage, message);
    };
  }

  private List<String> of(Reason reason, Stage stage, String message) {
    List<String> steps = new ArrayList<>();
    if (!message.contains(reason.remedy())) {
      steps.add(reason.remedy());
    }
    steps.addAll(commands(reason, stage));
    return steps;
  }

  private List<String> commands(Reason reason, Stage stage) {
    return switch (reason) {
      case SUSPENDED -> List.of(own("resume"));
      case MANIFEST_CHANGED, SOURCE_REWOUND, ROLLED_BACK ->
          List.of(own("sync") + "   # writes the tag nevertheless");
      case PULL_REQUEST_CLOSED -> List.of(own("sync") + "   # proposes the tag once more");
      case AWAITING_MERGE -> pullRequest().stream().toList();
      case PREVIEW_ONLY ->
          List.of(
              "kubectl get gitopsbinding %s -n %s -o jsonpath='{.status.preview.diff}'"
                  .formatted(binding.name(), binding.namespace()));
      case CONFLICTING_BINDING -> List.of(PLUGIN + "list -A -o wide");
      case PROMOTION_HELD, AWAITING_UPSTREAM, SOAKING, UPSTREAM_NOT_FOUND, PROMOTION_CYCLE ->
          upstream(reason).stream().toList();
      case SECRET_NOT_CONSENTED ->
          List.of(
              "The Secret's owner: "
                  + PLUGIN
                  + "allow secret NAME --host HOST -n "
                  + binding.namespace());
      case PROGRESSING, PROGRESS_DEADLINE_EXCEEDED -> List.of(rolloutStatus());
      case AWAITING_PUSH, DESIRED_TAG_UNKNOWN, UP_TO_DATE, COMPLETE, PUSH_IN_PROGRESS -> List.of();
      case INVALID_SPEC, INVALID_TEMPLATE, SOURCE_IS_MANIFEST ->
          List.of(
              "kubectl edit gitopsbinding %s -n %s".formatted(binding.name(), binding.namespace()));
      case IMAGE_NOT_FOUND, CHECKS_PENDING -> List.of(own("sync") + "   # to look again at once");
      default -> retry(reason, stage);
    };
  }

  /** What is retried by itself need not wait for its backoff. */
  private List<String> retry(Reason reason, Stage stage) {
    return reason.handling() == Reason.Handling.STALLED || stage == Stage.ROLLOUT
        ? List.of()
        : List.of(own("sync") + "   # once that is done, to try again at once");
  }

  private String own(String command) {
    return PLUGIN + command + " " + binding.name() + " -n " + binding.namespace();
  }

  private Optional<String> pullRequest() {
    PullRequestStatus request = binding.status().pullRequest();
    return request == null ? Optional.empty() : Optional.ofNullable(request.url());
  }

  private Optional<String> upstream(Reason reason) {
    GitOpsBindingSpec spec = binding.spec();
    SourceBinding upstream = spec == null || spec.source() == null ? null : spec.source().binding();
    if (upstream == null) {
      return Optional.empty();
    }
    String namespace = Objects.requireNonNullElse(upstream.namespace(), binding.namespace());
    return Optional.of(
        reason == Reason.UPSTREAM_NOT_FOUND && !namespace.equals(binding.namespace())
            ? "The owner of %s: %sallow promotion %s --to %s -n %s"
                .formatted(
                    StageTexts.upstreamId(binding, upstream),
                    PLUGIN,
                    upstream.name(),
                    binding.namespace(),
                    namespace)
            : "%swhy %s -n %s".formatted(PLUGIN, upstream.name(), namespace));
  }

  private String rolloutStatus() {
    GitOpsBindingSpec spec = binding.spec();
    if (spec == null || spec.target() == null) {
      return "kubectl get pods -n " + binding.namespace();
    }
    String kind = Objects.requireNonNullElse(spec.target().kind(), "Deployment");
    return kind.equals("Rollout")
        ? "kubectl argo rollouts get rollout %s -n %s"
            .formatted(spec.target().name(), binding.namespace())
        : "kubectl describe %s %s -n %s"
            .formatted(kind.toLowerCase(Locale.ROOT), spec.target().name(), binding.namespace());
  }
}
