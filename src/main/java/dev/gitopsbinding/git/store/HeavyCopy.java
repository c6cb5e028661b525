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
 * Reads a local copy. Where its packs hold large objects, a small file may be made of large ones,
 * and reading takes memory and time: then it is done in turn with others, on a platform thread.
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

  /** What is read. */
  @FunctionalInterface
  public interface Reading<T> {
    T read() throws IOException;
  }

  /** Asks in turn if the copy is heavy. */
  public static <T> Result<T> ask(
      FileRepository repository, Remote remote, Reading<Result<T>> question) throws IOException {
    return isHeavy(repository) ? askInTurn(remote, question) : question.read();
  }

  /** Asks in turn, whatever the copy holds. */
  public static <T> Result<T> askInTurn(Remote remote, Reading<Result<T>> question)
      throws IOException {
    return inTurn(remote.payers(), question).orElseGet(() -> Result.failed(noTurn(remote, "read")));
  }

  /**
   * Looks in turn if the copy is heavy.
   *
   * @throws NoTurnException if there was no turn in time; the local copy is sound
   */
  public static <T> T look(FileRepository repository, Remote remote, Reading<T> look)
      throws IOException {
    return isHeavy(repository)
        ? inTurn(remote.payers(), look)
            .orElseThrow(() -> new NoTurnException(noTurn(remote, "read")))
        : look.read();
  }

  /**
   * Works in turn if the copy is heavy.
   *
   * @throws NoTurnException if there was no turn in time; the local copy is sound
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
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
