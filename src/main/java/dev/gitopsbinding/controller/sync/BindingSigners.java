package dev.gitopsbinding.controller.sync;

import dev.gitopsbinding.binding.Binding;
import dev.gitopsbinding.controller.sync.manifest.FieldLocator;
import dev.gitopsbinding.git.credential.SecretData;
import dev.gitopsbinding.git.credential.SecretSource;
import dev.gitopsbinding.git.sign.CommitSigners;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.model.change.CommitSigner;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who signs the commits of a binding, by the key in its Secret. */
public final class BindingSigners {
  private static final String FIELD = "spec.commit.signing.secretRef";

  private final SecretSource secrets;
  private final Supplier<CommitSigners> keys;
  private @Nullable CommitSigners used;

  /**
   * @param keys asked for once, when the first binding signs
   */
  public BindingSigners(SecretSource secrets, Supplier<CommitSigners> keys) {
    this.secrets = secrets;
    this.keys = keys;
  }

  /** The signer; empty if the binding does not sign. The message of a failure names the field. */
  public Result<Optional<CommitSigner>> of(Binding binding) throws InterruptedException {
    String secret = binding.signing();
    if (secret == null) {
      return Result.ok(Optional.empty());
    }
    return switch (secrets.secret(binding.id().namespace(), secret)) {
      case Result.Failed<SecretData>(var failure) -> Result.failed(FieldLocator.at(FIELD, failure));
      case Result.Ok<SecretData>(var data) ->
          keys()
              .of(data, binding.manifest().branch().url(), binding.author())
              .then(signer -> Result.ok(Optional.of(signer)));
    };
  }

  /**
   * Learns who signs for the binding, so that its commits are known as the operator's. A key that
   * cannot be used stops nothing before a push needs it.
   */
  void prepare(Binding binding) throws InterruptedException {
    if (binding.signing() != null) {
      var _ = of(binding);
    }
  }

  /** Forgets the Secret if it is the cause of a failure. */
  void forgetAfter(Failure failure, Binding binding) {
    String secret = binding.signing();
    if (secret != null && failure.message().startsWith(FIELD)) {
      secrets.forget(binding.id().namespace(), secret);
    }
  }

  private synchronized CommitSigners keys() {
    if (used == null) {
      used = keys.get();
    }
    return used;
  }
}
