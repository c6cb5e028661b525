package dev.gitopsbinding.controller.sync.proposal;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.push.PushTarget;
import dev.gitopsbinding.binding.push.RequestSettings;
import dev.gitopsbinding.delivery.pullrequest.PullRequestClient;
import dev.gitopsbinding.forge.ForgePurpose;
import dev.gitopsbinding.forge.client.ForgeAccess;
import dev.gitopsbinding.forge.client.ForgeRepository;
import dev.gitopsbinding.forge.login.ForgeLogins;
import dev.gitopsbinding.forge.pullrequest.PullRequests;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.pullrequest.PullRequest;
import dev.gitopsbinding.model.pullrequest.PullRequestDraft;
import dev.gitopsbinding.model.pullrequest.SubmittedPullRequest;
import dev.gitopsbinding.net.share.TimeLimit;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The pull requests of bindings at their forges.
 *
 * @param logins the logins of bindings at forges
 */
public record ForgePullRequests(PullRequests requests, ForgeLogins logins)
    implements PullRequestClient {
  /** Asks a forge with a login. */
  @FunctionalInterface
  private interface Use<T> {
    Result<T> apply(ForgeRepository repository, ForgeAccess access, String tenant);
  }

  @Override
  public Result<Optional<PullRequest>> find(Binding binding, Instant notBefore, TimeLimit deadline)
      throws InterruptedException {
    String head = target(binding).branch().branch();
    String base = binding.manifest().branch().branch();
    return use(
        binding,
        deadline,
        (repository, access, tenant) ->
            requests.find(repository, access, tenant, head, base, notBefore, deadline.remaining()));
  }

  @Override
  public Result<SubmittedPullRequest> open(
      Binding binding, PullRequestDraft draft, TimeLimit deadline) throws InterruptedException {
    return use(
        binding,
        deadline,
        (repository, access, tenant) ->
            requests.open(repository, access, tenant, draft, deadline.remaining()));
  }

  @Override
  public Result<SubmittedPullRequest> update(
      Binding binding, PullRequest current, PullRequestDraft draft, TimeLimit deadline)
      throws InterruptedException {
    return use(
        binding,
        deadline,
        (repository, access, tenant) ->
            requests.update(repository, access, tenant, current, draft, deadline.remaining()));
  }

  private <T> Result<T> use(Binding binding, TimeLimit deadline, Use<T> use)
      throws InterruptedException {
    RequestSettings settings =
        Objects.requireNonNull(target(binding).request(), "only bindings with pull requests");
    String tenant = binding.id().namespace();
    return switch (requests.locate(
        settings.provider(), settings.api(), binding.manifest().branch().url())) {
      case Result.Failed<ForgeRepository>(var failure) -> Result.failed(failure);
      case Result.Ok<ForgeRepository>(var repository) ->
          logins.use(
              new ForgeLogins.Request(
                  tenant, settings.secret(), repository.url(), ForgePurpose.PULL_REQUESTS.field()),
              deadline,
              access -> use.apply(repository, access, tenant));
    };
  }

  private static PushTarget target(Binding binding) {
    return Objects.requireNonNull(binding.push(), "only bindings that propose");
  }
}
