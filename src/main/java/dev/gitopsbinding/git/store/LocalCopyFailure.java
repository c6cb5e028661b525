package dev.gitopsbinding.git.store;

import dev.gitopsbinding.model.Failure;
import dev.gitopsbinding.net.FailureException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.util.Set;
import org.eclipse.jgit.errors.ObjectWritingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fault of a local copy, and not of the host that it is a copy of. */
public final class LocalCopyFailure {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCopyFailure.class);

  private static final Set<String> FILES =
      Set.of(
          RandomAccessFile.class.getName(),
          FileOutputStream.class.getName(),
          FileInputStream.class.getName());

  private LocalCopyFailure() {}

  /**
   * Tells a user.
   *
   * @param original what the copy is of
   */
  public static Failure failure(Object original, Throwable fault) {
    if (fault instanceof FailureException told) {
      return told.failure();
    }
    LOG.error("The local copy of {} cannot be used.", original, fault);
    return new Failure.Internal(
        "The operator's local copy of "
            + original
            + " cannot be used ("
            + words(fault)
            + "). See the operator's log, and check the free space of its cache folder.");
  }

  /** Whether it is a fault of the file system. */
  public static boolean isOne(Throwable fault) {
    return fault instanceof FileSystemException
        || fault instanceof ObjectWritingException
        || (fault instanceof IOException && isOfFile(fault));
  }

  private static String words(Throwable fault) {
    return isOfFile(fault) ? fault.getMessage() : fault.getClass().getSimpleName();
  }

  /** A full disk has no exception of its own; but it is thrown where files are written. */
  private static boolean isOfFile(Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    return trace.length > 0 && FILES.contains(trace[0].getClassName());
  }
}
