package dev.gitopsbinding.git.source.history;

import java.io.IOException;
import org.eclipse.jgit.internal.storage.file.FileRepository;

/** Answers a question from the local copy of a history, while nobody else uses the copy. */
@FunctionalInterface
public interface LocalRead<A extends HistoryAnswer> {
  /**
   * Reads the answer. If it is beyond reach, more commits are fetched, as far as limits allow, and
   * the read is repeated.
   *
   * @param local holds the tip, and a part of its history; it is shallow, so a commit may name
   *     parents that it does not hold
   * @param graph at least the commits of the copy
   */
  A read(FileRepository local, CommitGraph graph) throws IOException;
}
