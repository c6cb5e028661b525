package dev.gitopsbinding.app;

import dev.gitopsbinding.controller.SyncPasses;
import dev.gitopsbinding.http.Route;
import dev.gitopsbinding.http.status.Audience;
import dev.gitopsbinding.http.status.BindingView;
import dev.gitopsbinding.http.status.ResultsSettings;
import dev.gitopsbinding.http.status.StatusRoute;
import dev.gitopsbinding.http.status.reconcile.PassStarter;
import dev.gitopsbinding.http.status.reconcile.ReconcileRoute;
import dev.gitopsbinding.http.status.reconcile.SyncPass;
import dev.gitopsbinding.model.BindingId;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the routes by which results are served, as far as they are turned on. */
record ResultRoutes(
    ResultsSettings settings, BindingView view, SyncPasses passes, Clock clock, Clock steady) {
  Stream<Route> routes() {
    Stream<Route> status =
        settings.audience() == Audience.NOBODY
            ? Stream.of()
            : Stream.of(new StatusRoute(settings.audience(), view, clock, steady));
    Stream<Route> reconcile =
        Stream.ofNullable(settings.reconcileToken())
            .map(token -> new ReconcileRoute(token, view, new Starter(passes), steady));
    return Stream.concat(status, reconcile);
  }

  private record Starter(SyncPasses passes) implements PassStarter {
    @Override
    public boolean isLeading() {
      return passes.isLeading();
    }

    @Override
    public Optional<SyncPass> start(Collection<BindingId> bindings) {
      return passes.start(bindings).map(Running::new);
    }
  }

  private record Running(SyncPasses.Pass pass) implements SyncPass {
    @Override
    public Set<BindingId> await(Duration longest) throws InterruptedException {
      return pass.await(longest);
    }

    @Override
    public void close() {
      pass.close();
    }
  }
}
