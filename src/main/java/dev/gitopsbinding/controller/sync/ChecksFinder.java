package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.binding.RequiredChecks;
import dev.gitopsbinding.forge.client.ForgeAccess;
import dev.gitopsbinding.forge.lookup.ForgeCommit;
import dev.gitopsbinding.forge.lookup.Forges;
import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.git.credential.SecretSource;
import dev.gitopsbinding.model.CheckState;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.TimeLimit;
import dev.gitopsbinding.plan.Fact;
import dev.gitopsbinding.plan.Observation;
import dev.gitopsbinding.plan.Question;
import dev.gitopsbinding.plan.Questions;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Finds out whether the checks of the source tip have passed. */
public final class ChecksFinder implements FactFinder<CheckState> {
  private static final String FIELD = "spec.source.checks";
  private static final Set<String> LOGINS = Set.of("bearerToken", "password", "ca.crt");

  private final SecretSource secrets;
  private final Supplier<Forges> forges;
  private final WaitSchedule waits;

  /**
   * @param forges asked for at the first use only
   * @param waits decides when pending checks are looked at again
   */
  public ChecksFinder(SecretSource secrets, Supplier<Forges> forges, WaitSchedule waits) {
    this.secrets = secrets;
    this.forges = forges;
    this.waits = waits;
  }

  @Override
  public Question<CheckState> question() {
    return Questions.CHECKS;
  }

  /**
   * Asks the forge. Pending checks are not looked at again before that is due; until then the last
   * answer counts. After a failure that another Secret may cure, the Secret is read again; if it
   * changed, the forge is asked once more.
   */
  @Override
  public Fact<CheckState> find(Observation observation, TimeLimit deadline)
      throws InterruptedException {
    Binding binding = observation.binding();
    RequiredChecks checks = Objects.requireNonNull(binding.checks(), "ChecksRule asks");
    CommitSha tip = observation.selected().orElseThrow();
    Result<CheckState> state =
        switch (forges
            .get()
            .locate(checks.provider(), checks.api(), location(binding).branch().url(), tip)) {
          case Result.Failed<ForgeCommit>(var failure) -> Result.failed(failure);
          case Result.Ok<ForgeCommit>(var commit) -> look(commit, observation, checks, deadline);
        };
    return Fact.of(FieldLocator.at(FIELD, state), known -> new Fact.Known<>(known, Instant.MIN));
  }

  /** The spec has checks only together with a branch. */
  private static Binding.Location location(Binding binding) {
    return binding.sourceLocation().orElseThrow();
  }

  private Result<CheckState> look(
      ForgeCommit commit, Observation observation, RequiredChecks checks, TimeLimit deadline)
      throws InterruptedException {
    Forges.Query query =
        new Forges.Query(
            observation.binding().id().namespace(),
            checks.names(),
            observation.notBefore(),
            waits.lookIsDue(
                observation, Reason.CHECKS_PENDING, RequiredChecks.subject(commit.commit())));
    Result<ForgeAccess> access = access(query.tenant(), checks, commit);
    Result<CheckState> first = ask(commit, access, query, deadline);
    String secret = checks.secret();
    if (secret == null || !(first instanceof Result.Failed<CheckState>(Failure.Secret _))) {
      return first;
    }
    secrets.forget(query.tenant(), secret);
    Result<ForgeAccess> fresh = access(query.tenant(), checks, commit);
    return fresh.equals(access) ? first : ask(commit, fresh, query, deadline);
  }

  private Result<CheckState> ask(
      ForgeCommit commit, Result<ForgeAccess> access, Forges.Query query, TimeLimit deadline) {
    return access.then(how -> forges.get().checks(commit, how, query, deadline.remaining()));
  }

  private Result<ForgeAccess> access(String namespace, RequiredChecks checks, ForgeCommit commit)
      throws InterruptedException {
    String secret = checks.secret();
    if (secret == null) {
      return Result.ok(new ForgeAccess(null, null));
    }
    Result<SecretData> found = secrets.secret(namespace, secret).then(ChecksFinder::withLogin);
    Result<Credential> credential =
        found instanceof Result.Failed<SecretData>(var failure)
            ? Result.failed(failure)
            : secrets.credential(namespace, secret, commit.repository());
    return FieldLocator.at(FIELD + ".secretRef", credential.then(ChecksFinder::access));
  }

  /** A Secret for SSH is not told to be used for an ssh:// URL, as it is for a repository. */
  private static Result<SecretData> withLogin(SecretData secret) {
    return LOGINS.stream().anyMatch(secret.data()::containsKey)
        ? Result.ok(secret)
        : Result.failed(
            new Failure.Secret(
                Reason.SECRET_KEY_MISSING,
                "%s has no key 'bearerToken'. Put an access token of the forge under it"
                    .formatted(secret)));
  }

  private static Result<ForgeAccess> access(Credential credential) {
    return switch (credential) {
      case Credential.Bearer(var token, var authorities) ->
          Result.ok(new ForgeAccess(token, authorities));
      case Credential.Basic(var _, var password, var authorities) ->
          Result.ok(new ForgeAccess(password, authorities));
      case Credential.Anonymous(var authorities) -> Result.ok(new ForgeAccess(null, authorities));
      case Credential.SshKey _ ->
          throw new IllegalStateException("a credential for an https URL is never a key");
    };
  }
}
