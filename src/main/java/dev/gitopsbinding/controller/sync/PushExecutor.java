package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.sync.fact.CredentialedRemotes;
import dev.gitopsbinding.controller.sync.manifest.FieldLocator;
import dev.gitopsbinding.controller.sync.manifest.ManifestEdits;
import dev.gitopsbinding.controller.sync.manifest.PlannedEdit;
import dev.gitopsbinding.controller.sync.manifest.YamlWorkers;
import dev.gitopsbinding.delivery.Deliveries;
import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet;
import dev.gitopsbinding.model.change.CommitSigner;
import dev.gitopsbinding.model.change.PendingPush;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.model.commit.PushContents;
import dev.gitopsbinding.model.image.ImageVersion;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Plan;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.trace.CurrentSpan;
import dev.gitopsbinding.trace.Span;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands pushes over for delivery, and remembers those whose result is not in a status yet. */
public final class PushExecutor {
  private final CredentialedRemotes remotes;
  private final BindingSigners signers;
  private final Deliveries deliveries;
  private final ManifestEdits edits;
  private final YamlWorkers workers;
  private final Consumer<BindingId> wake;
  private final UncertainPushes doubts;
  private final Map<BindingId, InFlightPush> sent = new ConcurrentHashMap<>();

  /**
   * @param wake called when a push ends whose sync has stopped waiting for it
   */
  public PushExecutor(
      CredentialedRemotes remotes,
      BindingSigners signers,
      Deliveries deliveries,
      ManifestEdits edits,
      YamlWorkers workers,
      UncertainPushes doubts,
      Consumer<BindingId> wake) {
    this.doubts = doubts;
    this.remotes = remotes;
    this.signers = signers;
    this.deliveries = deliveries;
    this.edits = edits;
    this.workers = workers;
    this.wake = wake;
  }

  /**
   * A push that was handed over for delivery.
   *
   * @param binding the binding as it was when the push was sent
   * @param version the tag that it writes, and the source commit of the tag if it is known
   * @param imageFound when the image was first found; null if it was not looked for
   * @param contents the source commits that it brings; null if they are not known
   * @param rollback whether it takes back a failed rollout
   */
  public record InFlightPush(
      Binding binding,
      ImageVersion version,
      PendingPush push,
      @Nullable Instant imageFound,
      @Nullable PushContents contents,
      boolean rollback) {
    /** The tag that it writes. */
    public String tag() {
      return version.tag();
    }

    /** The result, if it is known. */
    public Optional<PushResult> result() {
      return Optional.ofNullable(push.result().getNow(null)).map(ended -> located(binding, ended));
    }
  }

  /** Prepares what a sync of the binding needs, before anything is planned. */
  void prepare(Binding binding) throws InterruptedException {
    signers.prepare(binding);
  }

  /** Whether the result of any push is not known yet. */
  public boolean awaitsResults() {
    return sent.values().stream().anyMatch(push -> push.result().isEmpty());
  }

  /** A push of this binding whose result is not in its status yet. */
  public Optional<InFlightPush> pending(BindingId binding) {
    return Optional.ofNullable(sent.get(binding));
  }

  /** Forgets a push whose result is in the status. */
  public void done(BindingId binding) {
    sent.remove(binding);
  }

  /**
   * Pushes, and waits for the result until the deadline.
   *
   * @param wanted whether the binding still wants the push
   * @return empty if the push is still in flight; then it is {@link #pending}
   */
  Optional<PushResult> push(
      Observation observation, Plan.Push plan, BooleanSupplier wanted, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    Result<Prepared> prepared =
        switch (signers.of(binding)) {
          case Result.Failed<Optional<CommitSigner>>(var failure) -> Result.failed(failure);
          case Result.Ok<Optional<CommitSigner>>(var signer) ->
              remotes
                  .resolve(binding.id(), binding.manifest())
                  .then(remote -> Result.ok(new Prepared(remote, signer.orElse(null))));
        };
    return switch (prepared) {
      case Result.Failed<Prepared>(var failure) -> {
        signers.forgetAfter(failure, binding);
        yield Optional.of(new PushResult.Failed(failure));
      }
      case Result.Ok<Prepared>(var ready) -> deliver(observation, plan, ready, wanted, deadline);
    };
  }

  /**
   * Where a push goes to, and who signs its commit.
   *
   * @param signer null if it is not signed
   */
  private record Prepared(Remote remote, @Nullable CommitSigner signer) {}

  private Optional<PushResult> deliver(
      Observation observation,
      Plan.Push plan,
      Prepared ready,
      BooleanSupplier wanted,
      TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    Instant imageFound = observation.imageFoundAt().orElse(null);
    if (!ProposalMemory.proposes(binding)) {
      doubts.raise(binding.id());
    }
    Optional<PushResult> result =
        CurrentSpan.step(
            "push",
            Span.Kind.INTERNAL,
            span -> {
              PendingPush pending =
                  deliveries.deliver(
                      binding,
                      ready.remote(),
                      changeSet(observation, plan, wanted, ready.signer()));
              sent.put(
                  binding.id(),
                  new InFlightPush(
                      binding,
                      plan.version(),
                      pending,
                      imageFound,
                      plan.contents(),
                      plan.rollback()));
              Optional<PushResult> ended = await(binding, pending, deadline);
              describe(span, plan, ended.orElse(null));
              return ended;
            });
    result.ifPresent(ended -> forgetBadSecret(binding, ended));
    return result;
  }

  /**
   * @param result null if the push is still in flight
   */
  private static void describe(Span span, Plan.Push plan, @Nullable PushResult result) {
    span.set("gitopsbinding.tag", plan.tag());
    span.set(
        "gitopsbinding.result", result == null ? "InFlight" : result.getClass().getSimpleName());
    if (result instanceof PushResult.Failed(var failure)) {
      span.fail(failure.reason().text());
    }
  }

  private Optional<PushResult> await(Binding binding, PendingPush pending, TimeLimit deadline)
      throws InterruptedException {
    try {
      return Optional.of(
          located(
              binding,
              pending.result().get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)));
    } catch (TimeoutException e) {
      if (pending.withdraw()) {
        return Optional.of(new PushResult.Failed(stillQueued(binding)));
      }
      var _ = pending.result().whenComplete((result, error) -> wake.accept(binding.id()));
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a push ends with a result, never with an exception", e);
    }
  }

  private static PushResult located(Binding binding, PushResult result) {
    return FieldLocator.locate(
        result, binding.id().namespace(), binding.manifest(), binding.places());
  }

  private static Failure stillQueued(Binding binding) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        "The push waited %d s for its turn at %s and was withdrawn. %s"
            .formatted(
                binding.timeout().toSeconds(),
                binding.manifest().branch(),
                Reason.TIMED_OUT.remedy()));
  }

  /** After a failed login, the Secret is read again for the next one. */
  public void forgetBadSecret(Binding binding, PushResult result) {
    if (result instanceof PushResult.Failed(var failure)) {
      remotes.forgetAfter(failure, binding.id(), binding.manifest());
      signers.forgetAfter(failure, binding);
    }
  }

  private ChangeSet changeSet(
      Observation observation,
      Plan.Push plan,
      BooleanSupplier wanted,
      @Nullable CommitSigner signer) {
    Binding binding = observation.binding();
    List<PlannedEdit> planned = PlannedEdit.of(observation, plan, edits);
    List<ChangeSet.FileEdit> files =
        planned.stream()
            .map(edit -> new ChangeSet.FileEdit(edit.path(), edit::apply))
            .map(edit -> workers.inTurn(binding.id(), edit, planned.size()))
            .toList();
    return new ChangeSet(binding.id(), files, binding.author(), plan.message(), wanted, signer);
  }
}
