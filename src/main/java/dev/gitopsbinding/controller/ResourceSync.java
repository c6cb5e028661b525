package dev.gitopsbinding.controller;

import dev.gitopsbinding.api.v1alpha1.GitOpsBinding;
import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.index.ParsedBindings;
import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.trace.CurrentSpan;
import dev.gitopsbinding.trace.Tracer;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/**
 * Syncs one version of a resource, whether or not its spec can be read: in a trace of its own, and
 * reports its end to those who asked for the sync.
 */
public final class ResourceSync {
  private final ParsedBindings parsed;
  private final BindingSync sync;
  private final UnreadableSpecReporter unreadable;
  private final SyncPasses passes;
  private final Tracer tracer;

  /**
   * @param tracer begins a trace for each sync
   */
  public ResourceSync(
      ParsedBindings parsed,
      BindingSync sync,
      UnreadableSpecReporter unreadable,
      SyncPasses passes,
      Tracer tracer) {
    this.parsed = parsed;
    this.sync = sync;
    this.unreadable = unreadable;
    this.passes = passes;
    this.tracer = tracer;
  }

  void sync(BindingId id, GitOpsBinding resource, Context<GitOpsBinding> context)
      throws InterruptedException {
    passes.begins(id);
    boolean hasResult =
        switch (parsed.parse(resource)) {
          case Result.Failed<Binding>(var failure) -> {
            unreadable.report(id, resource, failure, context);
            yield true;
          }
          case Result.Ok<Binding>(var binding) -> traced(binding, resource, context);
        };
    if (hasResult) {
      passes.ended(id);
    }
  }

  private boolean traced(Binding binding, GitOpsBinding resource, Context<GitOpsBinding> context)
      throws InterruptedException {
    return CurrentSpan.within(
        tracer.start("sync"),
        span -> {
          span.set("k8s.namespace.name", binding.id().namespace());
          span.set("gitopsbinding.name", binding.id().name());
          return sync.sync(binding, resource, context);
        });
  }

  /** This process leads from now on. */
  void lead() {
    passes.lead();
  }
}
