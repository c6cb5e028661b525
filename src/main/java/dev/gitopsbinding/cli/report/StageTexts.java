package dev.gitopsbinding.cli.report;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingSpec;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.api.v1alpha1.spec.BranchRef;
import dev.gitopsbinding.api.v1alpha1.spec.ManifestEdit;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceBinding;
import dev.gitopsbinding.api.v1alpha1.spec.source.SourceSpec;
import dev.gitopsbinding.api.v1alpha1.status.AwaitedSubject;
import dev.gitopsbinding.api.v1alpha1.status.BindingCondition;
import dev.gitopsbinding.api.v1alpha1.status.ConditionType;
import dev.gitopsbinding.api.v1alpha1.status.LastPush;
import dev.gitopsbinding.api.v1alpha1.status.ManifestStatus;
import dev.gitopsbinding.api.v1alpha1.status.SourceStatus;
import dev.gitopsbinding.api.v1alpha1.status.proposal.PullRequestStatus;
import dev.gitopsbinding.cli.text.Age;
import dev.gitopsbinding.model.ShortCommits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of each stage of a binding, in one line each. */
record StageTexts(LiveBinding binding, Instant now) {

  String of(Stage stage) {
    return ShortCommits.in(
        switch (stage) {
          case BINDING -> spec();
          case SOURCE -> source();
          case CHECKS -> checks();
          case IMAGE -> image();
          case MANIFEST -> manifest();
          case ROLLOUT -> rollout();
        });
  }

  /** Whether the spec asks for checks of the commit. */
  boolean hasChecks() {
    GitOpsBindingSpec spec = binding.spec();
    return spec != null && spec.source() != null && spec.source().checks() != null;
  }

  private GitOpsBindingStatus status() {
    return binding.status();
  }

  private String spec() {
    GitOpsBindingSpec spec = binding.spec();
    if (spec == null) {
      return "its spec cannot be read by this version";
    }
    Long observed = status().observedGeneration();
    if (observed == null) {
      return "created %s ago; not synced yet".formatted(Age.of(binding.created(), now));
    }
    if (observed < binding.generation()) {
      return "its spec was changed, and the operator has not synced the new one yet (generation %d; what follows is about %d)"
          .formatted(binding.generation(), observed);
    }
    String mode = "Preview".equals(spec.mode()) ? ", only previews" : "";
    String asked =
        binding.requestedAt() != null
                && !binding.requestedAt().equals(status().lastHandledRequestedAt())
            ? "; a sync is requested and has not begun"
            : "";
    return (Boolean.TRUE.equals(spec.suspend()) ? "suspended" : "active") + mode + asked;
  }

  private String source() {
    GitOpsBindingSpec spec = binding.spec();
    SourceSpec source = spec == null ? null : spec.source();
    SourceStatus seen = status().source();
    SourceBinding upstream = source == null ? null : source.binding();
    String commit =
        seen == null || seen.commit() == null
            ? "not read yet"
            : "commit %s, seen %s ago".formatted(seen.commit(), Age.of(seen.firstSeenTime(), now));
    if (upstream != null) {
      return "what binding %s has rolled out: %s".formatted(upstreamId(binding, upstream), commit);
    }
    String url = seen == null || seen.url() == null ? url(source) : seen.url();
    return "branch %s of %s: %s"
        .formatted(branch(source == null ? null : source.ref(), seen), url, commit);
  }

  /** Namespace and name of the binding that is followed. */
  static String upstreamId(LiveBinding binding, SourceBinding upstream) {
    return Objects.requireNonNullElse(upstream.namespace(), binding.namespace())
        + "/"
        + upstream.name();
  }

  private static String url(@Nullable SourceSpec source) {
    return source == null || source.url() == null ? "its repository" : source.url();
  }

  private static String branch(@Nullable BranchRef ref, @Nullable SourceStatus seen) {
    String read = seen == null ? null : seen.branch();
    String wanted = ref == null ? null : ref.branch();
    return Objects.requireNonNullElse(read == null ? wanted : read, "?");
  }

  private String checks() {
    return "the checks of the commit" + waited("Checks");
  }

  private String image() {
    GitOpsBindingSpec spec = binding.spec();
    String name =
        spec == null || spec.image() == null
            ? "the image"
            : Objects.requireNonNullElse(spec.image().name(), "the image");
    AwaitedSubject awaited = status().awaiting();
    String image =
        awaited == null || awaited.image() == null
            ? name
            : Objects.requireNonNullElse(awaited.image(), name);
    boolean isSkipped =
        spec != null
            && spec.image() != null
            && spec.image().check() != null
            && "Skip".equals(spec.image().check().mode());
    return isSkipped ? image + ": not looked for (spec.image.check.mode)" : image + waited("Image");
  }

  /** Since when it is waited for, if the wait is about this. */
  private String waited(String prefix) {
    AwaitedSubject awaited = status().awaiting();
    String reason = awaited == null ? null : awaited.reason();
    boolean isThis =
        awaited != null
            && (reason == null
                ? awaited.image() != null && prefix.equals("Image")
                : reason.regionMatches(true, 0, prefix, 0, prefix.length()));
    if (awaited == null || !isThis) {
      return "";
    }
    return ", waited for since %s%s"
        .formatted(
            Age.of(awaited.since(), now),
            Boolean.TRUE.equals(awaited.overdue()) ? ", overdue" : "");
  }

  private String manifest() {
    List<String> parts = new ArrayList<>();
    ManifestStatus seen = status().manifest();
    parts.add(place(seen) + ": " + held(seen));
    LastPush push = status().lastPush();
    if (push != null && push.time() != null) {
      parts.add(
          "pushed %s ago as commit %s".formatted(Age.of(push.time(), now), shown(push.commit())));
    }
    PullRequestStatus request = status().pullRequest();
    if (request != null) {
      parts.add(
          "pull request %s (%s) %s"
              .formatted(
                  request.number() == null ? "" : "#" + request.number(),
                  shown(request.state()),
                  shown(request.url())));
    }
    return String.join("; ", parts);
  }

  private String place(@Nullable ManifestStatus seen) {
    GitOpsBindingSpec spec = binding.spec();
    if (spec == null || spec.manifest() == null) {
      return seen == null ? "the file" : shown(seen.file());
    }
    List<ManifestEdit> edits = spec.manifest().edits();
    String files =
        edits == null
            ? shown(spec.manifest().path())
            : String.join(", ", edits.stream().map(edit -> shown(edit.path())).distinct().toList());
    BranchRef ref = spec.manifest().ref();
    return "%s, branch %s of %s"
        .formatted(files, shown(ref == null ? null : ref.branch()), shown(spec.manifest().url()));
  }

  private static String held(@Nullable ManifestStatus seen) {
    if (seen == null) {
      return "not read yet";
    }
    return seen.shortTag() == null ? "holds " + shown(seen.image()) : "holds " + seen.shortTag();
  }

  private String rollout() {
    GitOpsBindingSpec spec = binding.spec();
    String target =
        spec == null || spec.target() == null
            ? "the target"
            : Objects.requireNonNullElse(spec.target().kind(), "Deployment")
                + " "
                + shown(spec.target().name());
    String message =
        binding
            .condition(ConditionType.ROLLED_OUT)
            .map(BindingCondition::message)
            .orElse("not looked at yet");
    return message.contains(target) ? message : target + ": " + message;
  }

  private static String shown(@Nullable String text) {
    return text == null ? "?" : text;
  }
}
