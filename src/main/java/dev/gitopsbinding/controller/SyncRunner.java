package dev.gitopsbinding.controller;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.api.v1alpha1.GitOpsBindingStatus;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.index.BindingIndex;
import dev.gitopsbinding.controller.index.WorkloadKinds;
import dev.gitopsbinding.controller.sync.PushExecutor;
import dev.gitopsbinding.controller.sync.Sync;
import dev.gitopsbinding.controller.sync.SyncResult;
import dev.gitopsbinding.controller.sync.UncertainPushes;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.change.PushResult;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Outcome;
import dev.gitopsbinding.plan.proposal.ProposalMemory;
import dev.gitopsbinding.plan.proposal.PushSeen;
import dev.gitopsbinding.status.memory.PushMemory;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a sync of a binding. First resumes a push whose result is not in the status yet, because the
 * push took longer than its sync, or because the status could not be written.
 */
public final class SyncRunner {
  private static final Logger log = LoggerFactory.getLogger(SyncRunner.class);

  private final Sync sync;
  private final PushExecutor executor;
  private final Schedule schedule;
  private final BindingIndex index;
  private final WorkloadKinds workloads;
  private final UncertainPushes doubts;

  /** A runner whose parts are shared with other classes. */
  public SyncRunner(
      Sync sync,
      PushExecutor executor,
      Schedule schedule,
      BindingIndex index,
      WorkloadKinds workloads,
      UncertainPushes doubts) {
    this.sync = sync;
    this.executor = executor;
    this.schedule = schedule;
    this.index = index;
    this.workloads = workloads;
    this.doubts = doubts;
  }

  SyncResult run(
      Binding binding,
      GitOpsBindingStatus before,
      GitOpsBinding resource,
      Context<GitOpsBinding> context)
      throws InterruptedException {
    String uid = resource.getMetadata().getUid();
    Optional<PushExecutor.InFlightPush> pending = executor.pending(binding.id());
    return pending.isPresent()
        ? resume(pending.get(), binding, before, uid, context)
        : run(observe(binding, before, context), uid);
  }

  private SyncResult resume(
      PushExecutor.InFlightPush sent,
      Binding binding,
      GitOpsBindingStatus before,
      String uid,
      Context<GitOpsBinding> context)
      throws InterruptedException {
    Optional<PushResult> result = sent.result();
    if (result.isEmpty()) {
      return new SyncResult(observe(binding, before, context), new Outcome.InFlight(sent.tag()));
    }
    executor.forgetBadSecret(sent.binding(), result.get());
    return switch (result.get()) {
      // The rules find it on its branch.
      case PushResult.Pushed pushed when ProposalMemory.proposes(sent.binding()) ->
          run(
              new PushSeen(sent.version(), sent.rollback(), pushed.created(), null)
                  .in(observe(binding, before, context), sent.binding()),
              uid);
      // Noted for the spec that it was sent for, which may have changed; then all is read again.
      case PushResult.Pushed pushed -> {
        GitOpsBindingStatus noted =
            PushMemory.withPush(
                before,
                sent.binding(),
                sent.version(),
                pushed,
                sent.imageFound(),
                sent.contents(),
                sent.rollback());
        yield run(observe(binding, noted, context), uid);
      }
      case PushResult.Failed(var failure) when sent.binding().equals(binding) ->
          new SyncResult(observe(binding, before, context), Outcome.Stopped.because(failure));
      case PushResult.Failed _,
          PushResult.AlreadyApplied _,
          PushResult.Superseded _,
          PushResult.Withdrawn _ ->
          run(observe(binding, before, context), uid);
    };
  }

  /** The SDK retries after failures of the API server; all other errors are shown to the user. */
  private SyncResult run(Observation observation, String uid) throws InterruptedException {
    try {
      return sync.run(observation, () -> index.mayWrite(observation.binding(), uid));
    } catch (KubernetesClientException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      log.error("The sync failed because of an error in the operator", e);
      String message =
          "The operator failed with %s. %s"
              .formatted(e.getClass().getSimpleName(), Reason.INTERNAL_ERROR.remedy());
      return new SyncResult(observation, new Outcome.Stopped(Reason.INTERNAL_ERROR, message));
    }
  }

  private Observation observe(
      Binding binding, GitOpsBindingStatus status, Context<GitOpsBinding> context)
      throws InterruptedException {
    doubts.begin(index::all);
    doubts.meets(binding.id(), status.observedGeneration() != null);
    return Observation.of(
            binding,
            status,
            index.rivalOf(binding).orElse(null),
            workloads.targetOf(binding, context),
            schedule.notBefore(binding, binding.requestIsOpen(status)))
        .withDoubt(doubts.about(binding.id()));
  }
}
