package dev.gitopsbinding.git.sign;

import dev.gitopsbinding.git.Committers;
import dev.gitopsbinding.git.credential.PrivateKeys;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.git.credential.SigningSecret;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.ChangeSet.Author;
import dev.gitopsbinding.model.change.CommitSigner;
import dev.gitopsbinding.net.share.CpuWorkers;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The keys by which bindings sign. A key is decrypted once for all bindings that name its Secret,
 * and stays in memory, never on the disk, until the Secret changes or nobody has signed by it for
 * an hour. Thread-safe.
 */
public final class CommitSigners {
  private static final String FIELD = "spec.commit.signing.secretRef: ";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration UNUSED = Duration.ofHours(1);

  /** A decrypted key takes some KiB. */
  private static final int MAX_KEYS = 256;

  private final Committers committers;
  private final Clock clock;
  private final Clock steady;
  private final Map<Place, Held> held = new LinkedHashMap<>(16, 0.75f, true);

  private record Place(String namespace, String name) {}

  /**
   * A key.
   *
   * @param digest of what the Secret held
   */
  private record Held(String digest, FutureTask<Read> read, Instant used) {}

  /** The result of a read. */
  private sealed interface Read {
    record Usable(SigningKey key) implements Read {}

    /** A key that cannot be used, and whether the same one may be usable later. */
    record Unusable(String text, boolean passing) implements Read {}
  }

  /** A key, for the commits of one author. */
  private record Signer(SigningKey key, SigningSecret secret, Author committer)
      implements CommitSigner {
    @Override
    public Result<String> sign(byte[] commit) {
      try {
        return Result.ok(key.sign(commit));
      } catch (UnusableKeyException e) {
        return invalid(secret, String.valueOf(e.getMessage()));
      } catch (GeneralSecurityException e) {
        // Without the message, which may quote the key.
        return invalid(secret, "could not sign (%s)".formatted(e.getClass().getSimpleName()));
      }
    }

    @Override
    public String toString() {
      return "Signer[***]";
    }
  }

  /**
   * Creates a cache without keys.
   *
   * @param committers gets the owners of the keys
   * @param clock for the times in signatures
   * @param steady a monotonic clock
   */
  public CommitSigners(Committers committers, Clock clock, Clock steady) {
    this.committers = committers;
    this.clock = clock;
    this.steady = steady;
  }

  /**
   * The signer for a binding. The failure begins with the field.
   *
   * @param manifest where signed commits are pushed to
   * @param author the author of the commits
   * @return fails with {@code SECRET_NOT_CONSENTED}, {@code SECRET_KEY_MISSING} or {@code
   *     SECRET_INVALID}
   */
  public Result<CommitSigner> of(SecretData data, RepositoryUrl manifest, Author author)
      throws InterruptedException {
    return switch (SigningSecret.read(data, manifest)) {
      case Result.Failed<SigningSecret>(Failure failure) ->
          Result.failed(new Failure.Secret(failure.reason(), FIELD + failure.message()));
      case Result.Ok<SigningSecret>(SigningSecret secret) ->
          switch (key(data, secret)) {
            case Read.Usable(SigningKey key) -> {
              Author committer = key.committer(author);
              committers.add(data.namespace(), committer);
              yield Result.ok(new Signer(key, secret, committer));
            }
            case Read.Unusable(String text, boolean _) -> invalid(secret, text);
          };
    };
  }

  private Read key(SecretData data, SigningSecret secret) throws InterruptedException {
    Place place = new Place(data.namespace(), data.name());
    Held entry = held(place, secret);
    entry.read().run();
    try {
      Read read = entry.read().get();
      if (read instanceof Read.Unusable(String _, boolean passing) && passing) {
        drop(place, entry);
      }
      return read;
    } catch (ExecutionException e) {
      drop(place, entry);
      throw new IllegalStateException(
          "unexpected "
              + Optional.ofNullable(e.getCause()).orElse(e).getClass().getName()
              + " while a signing key was read");
    }
  }

  private synchronized Held held(Place place, SigningSecret secret) {
    Instant now = steady.instant();
    held.values().removeIf(entry -> entry.used().isBefore(now.minus(UNUSED)));
    String digest = secret.digest();
    Held known = held.get(place);
    Held entry =
        known != null && known.digest().equals(digest)
            ? new Held(digest, known.read(), now)
            : new Held(digest, new FutureTask<>(() -> inTurn(place.namespace(), secret)), now);
    held.put(place, entry);
    if (held.size() > MAX_KEYS) {
      held.remove(held.keySet().iterator().next());
    }
    return entry;
  }

  private synchronized void drop(Place place, Held entry) {
    Held known = held.get(place);
    if (known != null && known.read().equals(entry.read())) {
      held.remove(place);
    }
  }

  private Read inTurn(String tenant, SigningSecret secret)
      throws InterruptedException, ExecutionException {
    return switch (secret.kind()) {
      // Waits for its turn by itself.
      case SSH -> read(() -> ssh(secret, tenant));
      case OPENPGP ->
          CpuWorkers.shared()
              .run(tenant, PATIENCE, () -> read(() -> openPgp(secret)))
              .orElseGet(() -> unusable(PrivateKeys.Fault.NOT_IN_TIME));
    };
  }

  /** Reads one kind of key. */
  private interface KeyReading {
    SigningKey read() throws UnusableKeyException;
  }

  private static Read read(KeyReading reading) {
    try {
      return new Read.Usable(reading.read());
    } catch (UnusableKeyException e) {
      return new Read.Unusable(String.valueOf(e.getMessage()), e.isPassing());
    }
  }

  private static Read unusable(PrivateKeys.Fault fault) {
    return new Read.Unusable(fault.text(""), true);
  }

  private static SigningKey ssh(SigningSecret secret, String tenant) throws UnusableKeyException {
    return switch (PrivateKeys.parse(secret.text(), secret.passphrase(), tenant)) {
      case PrivateKeys.Parsed.Key(var pair) -> SshSigningKey.of(pair);
      case PrivateKeys.Parsed.Unusable(var fault) ->
          throw new UnusableKeyException(
              fault.text(SigningSecret.PASSPHRASE), fault == PrivateKeys.Fault.NOT_IN_TIME);
    };
  }

  private SigningKey openPgp(SigningSecret secret) throws UnusableKeyException {
    return new OpenPgpKeyReader(clock)
        .read(secret.text(), secret.passphrase(), SigningSecret.PASSPHRASE);
  }

  private static <T> Result<T> invalid(SigningSecret secret, String text) {
    return Result.failed(
        new Failure.Secret(
            Reason.SECRET_INVALID,
            FIELD
                + "the private key in '%s' of %s %s"
                    .formatted(secret.key(), secret.secret(), text)));
  }
}
