package dev.gitopsbinding.app;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.parser.BindingParser;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.edit.ImageEditor;
import dev.gitopsbinding.edit.ImageSelector;
import dev.gitopsbinding.edit.ObjectSelector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Content;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.EditResult;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Planner;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.fact.ImageSeen;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.plan.rule.Rules;
import dev.gitopsbinding.status.EventProjector;
import dev.gitopsbinding.status.StatusProjector;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads, plans, edits and reports an invented binding when the process has started, so that the
 * first real one does not wait for it. Code that never ran before links its pattern switches one by
 * one, which the ahead-of-time cache of JDK 25 does not hold, and runs in the interpreter. Nothing
 * leaves the process; the result is thrown away.
 */
public final class SyncWarmUp {
  private static final Logger log = LoggerFactory.getLogger(SyncWarmUp.class);

  private static final CommitSha OLD = new CommitSha("a".repeat(40));
  private static final CommitSha NEW = new CommitSha("b".repeat(40));
  private static final String IMAGE = "registry.example/warm/up";

  private static final String BINDING =
      """
      {"apiVersion": "gitopsbinding.dev/v1alpha1", "kind": "GitOpsBinding",
       "metadata": {"namespace": "warm", "name": "up", "uid": "-", "generation": 1,
        "creationTimestamp": "2026-01-01T00:00:00Z"},
       "spec": {
         "target": {"kind": "Deployment", "name": "up"},
         "image": {"name": "registry.example/warm/up"},
         "source": {"url": "ssh://git@git.example/a/up.git", "ref": {"branch": "main"}, "secretRef": {"name": "key"}},
         "manifest": {"url": "ssh://git@git.example/a/deploy.git", "ref": {"branch": "main"},
           "secretRef": {"name": "key"}, "path": "up.yaml"}}}
      """;

  private static final String MANIFEST =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: up, namespace: warm, labels: {app: up}}
      spec:
        selector:
          matchLabels: {app: up}
        template:
          metadata:
            labels: {app: up}
          spec:
            containers:
              # the image
              - name: up
                image: "registry.example/warm/up:1"
                ports: [{containerPort: 8080}]
                env:
                  - name: A
                    value: 'b'
      """;

  private final KubernetesSerialization json;
  private final EditKinds edits;

  SyncWarmUp(KubernetesSerialization json, EditKinds edits) {
    this.json = json;
    this.edits = edits;
  }

  /** Starts it in the background. */
  void start() {
    Thread.ofPlatform()
        .daemon()
        .name("sync warm-up")
        .start(
            () -> {
              try {
                run();
              } catch (RuntimeException | LinkageError e) {
                // Nobody waits for it; a sync that needs what failed here reports it.
                log.debug("The first sync will take longer", e);
              }
            });
  }

  /**
   * Does it once.
   *
   * @throws IllegalStateException if the invented binding does not go all the way of a push: what
   *     it leaves out, the first sync would be the first to do
   */
  void run() {
    GitOpsBinding resource = json.unmarshal(BINDING, GitOpsBinding.class);
    Binding binding = parsed(resource);
    ImageEditor editor = edits.editor(binding.places().first().path(), selector(binding));
    Content content = Content.of(MANIFEST.getBytes(StandardCharsets.UTF_8));
    Instant now = Instant.EPOCH;
    Observation observation = observed(binding, images(editor, content), now);
    if (!(new Planner(Rules.IN_ORDER).plan(observation) instanceof Plan.Push push)) {
      throw new IllegalStateException("the binding for warming up is not pushed");
    }
    GitOpsBindingStatus status =
        StatusProjector.project(
            observation,
            new Outcome.Pushed(push.tag(), new PushResult.Pushed(NEW, NEW, push.expected(), now)),
            now);
    if (EventProjector.between(observation.status(), status).isEmpty()
        || !(editor.write(content, push.expected(), push.version()) instanceof EditResult.Edited)) {
      throw new IllegalStateException("the push for warming up has no events, or edits nothing");
    }
    resource.setStatus(status);
    String _ = json.asJson(resource);
  }

  private static Binding parsed(GitOpsBinding resource) {
    return switch (BindingParser.parse(resource)) {
      case Result.Ok<Binding>(Binding binding) -> binding;
      case Result.Failed<Binding>(var failure) ->
          throw new IllegalStateException(failure.message());
    };
  }

  private static ImageSelector selector(Binding binding) {
    return new ImageSelector(
        new ObjectSelector(
            "spec.target",
            "Deployment",
            binding.target().name(),
            List.of(binding.id().namespace())),
        binding.target().containers(),
        IMAGE);
  }

  private static List<String> images(ImageEditor editor, Content content) {
    return switch (editor.read(content)) {
      case Result.Ok<List<String>>(List<String> images) -> images;
      case Result.Failed<List<String>>(var failure) ->
          throw new IllegalStateException(failure.message());
    };
  }

  private static Observation observed(Binding binding, List<String> images, Instant now) {
    return Observation.of(
            binding, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), Instant.MIN)
        .with(Questions.SOURCE_TIP, new Fact.Known<>(NEW, now))
        .with(Questions.MANIFEST, new Fact.Known<>(new ManifestSeen(OLD, images), now))
        .with(Questions.OWN_COMMIT, new Fact.Known<>(Optional.empty(), now))
        .with(Questions.IMAGE, new Fact.Known<>(ImageSeen.FOUND, now));
  }
}
