package dev.gitopsbinding.git.store;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.model.Reason;
import dev.gitopsbinding.model.Result;
import dev.gitopsbinding.net.share.CpuWorkers;
import dev.gitopsbinding.net.share.Payers;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.eclipse.jgit.internal.storage.file.FileRepository;

/**
 * Reads local copies. If the packs of a copy hold large objects, even a small file may be a delta
 * of large ones, so that reading it takes much memory and time. Such a heavy copy is read on a
 * platform thread that waits for its turn at the processors.
 */
public final class HeavyCopy {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** There was no turn in time. */
  public static final class NoTurnException extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;

    public NoTurnException(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }

    public Failure failure() {
      return failure;
    }
  }

  private HeavyCopy() {}

  /** Work on a local copy. */
  @FunctionalInterface
  public interface Reading<T> {
    T read() throws IOException;
  }

  /**
   * Answers a question, in turn if the copy is heavy.
   *
   * @return fails with {@code TIMED_OUT} if there was no turn in time
   */
  public static <T> Result<T> ask(
      FileRepository repository, Remote remote, Reading<Result<T>> question) throws IOException {
    return isHeavy(repository) ? askInTurn(remote, question) : question.read();
  }

  /**
   * Answers a question, always in turn.
   *
   * @return fails with {@code TIMED_OUT} if there was no turn in time
   */
  public static <T> Result<T> askInTurn(Remote remote, Reading<Result<T>> question)
      throws IOException {
    return inTurn(remote.payers(), question).orElseGet(() -> Result.failed(noTurn(remote, "read")));
  }

  /**
   * Reads from a copy, in turn if it is heavy.
   *
   * @throws NoTurnException if there was no turn in time; the local copy is intact
   */
  public static <T> T look(FileRepository repository, Remote remote, Reading<T> look)
      throws IOException {
    return isHeavy(repository)
        ? inTurn(remote.payers(), look)
            .orElseThrow(() -> new NoTurnException(noTurn(remote, "read")))
        : look.read();
  }

  /**
   * Writes to a copy, in turn if it is heavy.
   *
   * @throws NoTurnException if there was no turn in time; the local copy is intact
   */
  public static <T> T work(FileRepository repository, Remote remote, Reading<T> work)
      throws IOException {
    return isHeavy(repository)
        ? inTurn(remote.payers(), work)
            .orElseThrow(() -> new NoTurnException(noTurn(remote, "written")))
        : work.read();
  }

  private static Failure noTurn(Remote remote, String what) {
    return new Failure.Remote(
        Reason.TIMED_OUT,
        "The %s was not %s in time, because other large repositories of the namespace are being read; the operator retries."
            .formatted(remote.branch(), what));
  }

  private static boolean isHeavy(FileRepository repository) {
    return repository instanceof LaneRepository lane && lane.isHeavy();
  }

  private static <T> Optional<T> inTurn(Payers payers, Reading<T> reading) throws IOException {
    try {
      return CpuWorkers.shared().run(payers, PATIENCE, reading::read);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case StackOverflowError cause -> throw cause;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
