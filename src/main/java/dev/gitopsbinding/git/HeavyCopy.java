package dev.gitopsbinding.git;

import dev.gitopsbinding.api.v1alpha1.Reason;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.CpuWorkers;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.eclipse.jgit.internal.storage.file.FileRepository;

/**
 * Reads a local copy. Where its packs hold large objects, a small file may be made of large ones,
 * and reading takes memory and time: then it is done in turn with others, on a platform thread.
 */
final class HeavyCopy {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final ScopedValue<Boolean> IN_TURN = ScopedValue.newInstance();

  /** There was no turn in time. */
  static final class NoTurnException extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    NoTurnException(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  private HeavyCopy() {}

  /** What is read. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  /** Asks in turn if the copy is heavy. */
  static <T> Result<T> ask(FileRepository repository, Remote remote, Reading<Result<T>> question)
      throws IOException {
    return isHeavy(repository) ? askInTurn(remote, question) : question.read();
  }

  /** Asks in turn, whatever the copy holds. */
  static <T> Result<T> askInTurn(Remote remote, Reading<Result<T>> question) throws IOException {
    return inTurn(remote.tenant(), question)
        .orElseGet(
            () ->
                Result.failed(
                    new Failure.Remote(
                        Reason.TIMED_OUT,
                        "The "
                            + remote.branch()
                            + " was not read in time, because other large repositories of the"
                            + " namespace are being read; it is tried again.")));
  }

  /**
   * Works in turn if the copy is heavy.
   *
   * @throws NoTurnException if there was no turn in time; the local copy is sound
   */
  static <T> T work(FileRepository repository, Remote remote, Reading<T> work) throws IOException {
    return isHeavy(repository)
        ? inTurn(remote.tenant(), work)
            .orElseThrow(
                () ->
                    new NoTurnException(
                        new Failure.Remote(
                            Reason.TIMED_OUT,
                            "The "
                                + remote.branch()
                                + " was not written in time, because other large repositories of"
                                + " the namespace are being read; it is tried again.")))
        : work.read();
  }

  private static boolean isHeavy(FileRepository repository) {
    return repository instanceof LaneRepository lane && lane.isHeavy();
  }

  /** Who has a turn keeps it: a second one might never come, where a tenant has only one. */
  private static <T> Optional<T> inTurn(String tenant, Reading<T> reading) throws IOException {
    if (IN_TURN.isBound()) {
      return Optional.of(reading.read());
    }
    try {
      return CpuWorkers.shared()
          .run(tenant, PATIENCE, () -> ScopedValue.where(IN_TURN, true).call(() -> reading.read()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case StackOverflowError cause -> throw cause;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
