package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.Bindings;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.fact.FactFinder;
import dev.gitopsbinding.controller.sync.fact.FactFinders;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.delivery.Deliveries;
import dev.gitopsbinding.delivery.Delivery;
import dev.gitopsbinding.edit.DiffLimits;
import dev.gitopsbinding.edit.EditKinds;
import dev.gitopsbinding.git.LaneFixture;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.lane.push.QueuedPush;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.net.address.SchemePolicy;
import dev.gitopsbinding.net.share.MemoryBudget;
import dev.gitopsbinding.plan.Ask;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.Planner;
import dev.gitopsbinding.plan.Questions;
import dev.gitopsbinding.plan.Rule;
import dev.gitopsbinding.plan.fact.ManifestSeen;
import dev.gitopsbinding.plan.fact.Workload;
import dev.gitopsbinding.testing.DefaultSettings;
import dev.gitopsbinding.testing.time.SteppedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A sync by three rules, with answers and a delivery that a test sets. */
final class SyncFixture {
  static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  static final CommitSha TIP = new CommitSha("1".repeat(40));
  static final BooleanSupplier WANTED = () -> true;

  /** No Secret is needed for it, so that none has to be read. */
  static final Binding WEB =
      Bindings.parse(
          Bindings.resource(
              """
              manifest:
                url: https://git.example.com/acme/deploy.git
                ref: {branch: main}
                path: apps/web/deployment.yaml
              """));

  private final SteppedClock clock = new SteppedClock(NOON);
  final List<String> asked = new ArrayList<>();
  final List<Instant> notBefore = new ArrayList<>();
  final List<ChangeSet> delivered = new ArrayList<>();
  final List<BindingId> woken = new ArrayList<>();
  Duration readTakes = Duration.ZERO;
  Fact<ManifestSeen> manifest = new Fact.Known<>(new ManifestSeen(TIP, List.of("web:old")), NOON);

  /** Further questions, asked in this order before the plan is made. */
  final List<FactFinder<?>> more = new ArrayList<>();

  /** What becomes of the delivery with a number. */
  Function<Integer, PushResult> results = _ -> pushed();

  SyncResult sync(Plan plan) throws InterruptedException {
    List<Rule> rules = new ArrayList<>();
    rules.add(start -> Ask.unlessKnown(start, Questions.SOURCE_TIP));
    rules.add(start -> Ask.unlessKnown(start, Questions.MANIFEST));
    more.forEach(finder -> rules.add(start -> Ask.unlessKnown(start, finder.question())));
    rules.add(_ -> Optional.of(plan));
    Planner planner = new Planner(rules);
    CredentialedRemotes remotes =
        new CredentialedRemotes(null, DefaultSettings.ANY_HOST, new SchemePolicy(false));
    List<FactFinder<?>> all = new ArrayList<>(more);
    all.add(
        FactFinder.of(
            Questions.SOURCE_TIP,
            (start, _) -> read("SOURCE_TIP", start, new Fact.Known<>(TIP, NOON))));
    all.add(FactFinder.of(Questions.MANIFEST, (start, _) -> read("MANIFEST", start, manifest)));
    FactFinders finders = new FactFinders(all, remotes);
    ManifestEdits edits = new ManifestEdits(new EditKinds(List.of()));
    YamlWorkers workers = new YamlWorkers(DefaultSettings.YAML_LIMITS, new MemoryBudget(1 << 20));
    PushExecutor executor =
        new PushExecutor(
            remotes,
            new BindingSigners(null, null),
            new Deliveries(List.of(delivery())),
            edits,
            workers,
            new UncertainPushes(false),
            woken::add);
    PreviewExecutor previews =
        new PreviewExecutor(remotes, null, edits, workers, DiffLimits.STATUS);
    return new Sync(planner, finders, executor, previews, ActionExecutor.none(), clock)
        .run(
            Observation.of(WEB, GitOpsBindingStatus.EMPTY, null, new Workload.Missing(), NOON),
            WANTED);
  }

  private <T> Fact<T> read(String question, Observation observation, Fact<T> answer) {
    asked.add(question);
    notBefore.add(observation.notBefore());
    clock.pass(readTakes);
    return answer;
  }

  private Delivery delivery() {
    return new Delivery() {
      @Override
      public boolean accepts(Binding binding) {
        return true;
      }

      @Override
      public PendingPush deliver(Binding binding, Remote remote, ChangeSet change) {
        return push(remote, change);
      }
    };
  }

  private PendingPush push(Remote remote, ChangeSet change) {
    delivered.add(change);
    QueuedPush push = LaneFixture.queued(remote, change);
    push.take();
    Optional.ofNullable(results.apply(delivered.size())).ifPresent(push::complete);
    return push;
  }

  static PushResult.Pushed pushed() {
    return new PushResult.Pushed(TIP, TIP, List.of("web:old"), NOON);
  }
}
