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

/** Turns faults of a local copy, such as a full disk, into failures. */
public final class LocalCopyFailure {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCopyFailure.class);

  private static final Set<String> FILES =
      Set.of(
          RandomAccessFile.class.getName(),
          FileOutputStream.class.getName(),
          FileInputStream.class.getName());

  private LocalCopyFailure() {}

  /**
   * The failure for a fault.
   *
   * @param original the copied branch or repository, for the message
   */
  public static Failure failure(Object original, Throwable fault) {
    if (fault instanceof FailureException known) {
      return known.failure();
    }
    LOG.error("The local copy of {} cannot be used.", original, fault);
    return new Failure.Internal(
        "The operator's local copy of "
            + original
            + " cannot be used ("
            + messageOrType(fault)
            + "). See the operator's log, and check the free space of its cache folder.");
  }

  /** Whether an exception is a fault of the file system. */
  public static boolean isOne(Throwable fault) {
    return fault instanceof FileSystemException
        || fault instanceof ObjectWritingException
        || (fault instanceof IOException && isOfFile(fault));
  }

  private static String messageOrType(Throwable fault) {
    return isOfFile(fault) ? String.valueOf(fault.getMessage()) : fault.getClass().getSimpleName();
  }

  /**
   * Recognises a full disk, which has no exception type of its own: the exception was thrown by a
   * class of java.io that reads or writes files.
   */
  private static boolean isOfFile(Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    return trace.length > 0 && FILES.contains(trace[0].getClassName());
  }
}
