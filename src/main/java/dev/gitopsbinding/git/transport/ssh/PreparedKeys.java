package dev.gitopsbinding.git.transport.ssh;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.jspecify.annotations.Nullable;

/**
 * The key encapsulation sntrup761 of the SSH library, with one key pair of the client made before a
 * login needs it: making it takes 60 ms of processor time and more, a tenth of a first sync. A pair
 * is used for one key exchange only, as if it had been made there. A login that finds none makes
 * its own.
 */
final class PreparedKeys implements KeyEncapsulationMethod {
  /** Those of the process. */
  static final PreparedKeys SNTRUP761 =
      new PreparedKeys(BuiltinKEM.sntrup761, PreparedKeys::afterTheLogin);

  private static final Duration LOGIN = Duration.ofSeconds(2);

  private final KeyEncapsulationMethod method;
  private final Executor later;
  private final AtomicReference<KeyEncapsulationMethod.@Nullable Client> ready =
      new AtomicReference<>();
  private final AtomicBoolean preparing = new AtomicBoolean();

  /**
   * @param method makes the keys and computes the secrets
   * @param later makes the next pair when the login that took the last one has had time to end
   */
  PreparedKeys(KeyEncapsulationMethod method, Executor later) {
    this.method = method;
    this.later = later;
  }

  /** Makes a pair for the next login, if there is none. */
  void prepare() {
    if (ready.get() == null) {
      ready.compareAndSet(null, generated());
    }
  }

  @Override
  public KeyEncapsulationMethod.Client getClient() {
    return new PreparedClient();
  }

  @Override
  public KeyEncapsulationMethod.Server getServer() {
    return method.getServer();
  }

  private KeyEncapsulationMethod.Client take() {
    KeyEncapsulationMethod.Client taken = ready.getAndSet(null);
    if (preparing.compareAndSet(false, true)) {
      later.execute(
          () -> {
            preparing.set(false);
            prepare();
          });
    }
    return taken != null ? taken : generated();
  }

  private static void afterTheLogin(Runnable task) {
    var _ =
        Thread.ofVirtual()
            .name("ssh keys")
            .start(
                () -> {
                  LockSupport.parkNanos(LOGIN.toNanos());
                  task.run();
                });
  }

  private KeyEncapsulationMethod.Client generated() {
    KeyEncapsulationMethod.Client client = method.getClient();
    client.init();
    return client;
  }

  /** The client's half of one key exchange. */
  private final class PreparedClient implements KeyEncapsulationMethod.Client {
    private KeyEncapsulationMethod.@Nullable Client client;

    @Override
    public void init() {
      client = take();
    }

    @Override
    public byte[] getPublicKey() {
      return initialized().getPublicKey();
    }

    @Override
    public byte[] extractSecret(byte[] encapsulated) {
      return initialized().extractSecret(encapsulated);
    }

    @Override
    public int getEncapsulationLength() {
      return initialized().getEncapsulationLength();
    }

    private KeyEncapsulationMethod.Client initialized() {
      return Objects.requireNonNull(client, "init() comes first");
    }
  }
}
