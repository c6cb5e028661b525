package dev.gitopsbinding.forge.status;

import dev.gitopsbinding.forge.CommitStatus;
import dev.gitopsbinding.forge.Forge;
import dev.gitopsbinding.forge.ForgePurpose;
import dev.gitopsbinding.forge.ForgeReply;
import dev.gitopsbinding.forge.client.ForgeAccess;
import dev.gitopsbinding.forge.client.ForgeCall;
import dev.gitopsbinding.forge.client.ForgeClient;
import dev.gitopsbinding.forge.client.ForgeException;
import dev.gitopsbinding.forge.client.ForgeException.Kind;
import dev.gitopsbinding.forge.client.ForgeRepository;
import dev.gitopsbinding.forge.client.ForgeSender;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.text.OneLine;
import dev.gitopsbinding.net.http.HttpAnswer;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes statuses of commits. Thread-safe; callers block. */
public final class CommitStatuses {
  private static final int BAD_REQUEST = 400;
  private static final int CONFLICT = 409;
  private static final int MAX_TEXT = 200;

  private final ForgeClient client;

  public CommitStatuses(ForgeClient client) {
    this.client = client;
  }

  /**
   * Finds a repository at its forge, without a request.
   *
   * @param provider the kind of forge; null: it is known from the host
   * @param api where the forge's API is; null: where this kind of forge has it
   * @return fails with {@code INVALID_SPEC} or {@code HOST_NOT_ALLOWED}
   */
  public Result<ForgeRepository> locate(
      @Nullable String provider, @Nullable URI api, RepositoryUrl source) {
    return client.locate(ForgePurpose.REPORT, provider, api, source);
  }

  /**
   * Writes a status. Writing it twice is the same as once.
   *
   * @param tenant who the request is for: the namespace of a binding
   * @param timeout how long to wait at most
   * @return fails with {@code ADDRESS_NOT_ALLOWED} or {@code FORGE_UNAVAILABLE}; a {@link
   *     dev.gitopsbinding.model.Failure.Secret} may be solved by another Secret
   */
  public Result<StatusAnswer> set(
      ForgeRepository repository,
      ForgeAccess access,
      String tenant,
      CommitStatus status,
      Duration timeout) {
    return client
        .call(
            new ForgeCall(repository, access, tenant),
            timeout,
            sender -> set(repository, sender, status))
        .result();
  }

  private static StatusAnswer set(
      ForgeRepository repository, ForgeSender sender, CommitStatus status) throws ForgeException {
    Forge forge = repository.forge();
    HttpAnswer answer = sender.send(forge.commitStatus(repository.url(), status));
    ForgeReply reply = new ForgeReply(answer.status(), answer.body());
    if (answer.isSuccess() || forge.hasStatus(reply)) {
      return new StatusAnswer.Set();
    }
    if (forge.isSettingAnother(reply)) {
      throw sender.failure(
          Kind.ERROR,
          "is still at work on another status of commit %s (%s). The operator retries"
              .formatted(status.commit().hex(), why(sender, reply)));
    }
    return switch (answer.status()) {
      case BAD_REQUEST, CONFLICT, HttpAnswer.UNPROCESSABLE ->
          new StatusAnswer.Refused(
              "%s: %s: the forge refuses the status of commit %s (%s). Check that the repository has the commit"
                  .formatted(
                      repository.purpose().field(),
                      repository.url(),
                      status.commit().hex(),
                      why(sender, reply)));
      default -> throw sender.refused(answer);
    };
  }

  private static String why(ForgeSender sender, ForgeReply reply) {
    String text = sender.redactor().clean(reply.message());
    return text.isEmpty() ? "HTTP status " + reply.status() : OneLine.of(text, MAX_TEXT);
  }
}
