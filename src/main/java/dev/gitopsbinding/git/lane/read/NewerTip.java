package dev.gitopsbinding.git.lane.read;

import dev.gitopsbinding.git.Remote;
import dev.gitopsbinding.git.protocol.ObjectCountLimit;
import dev.gitopsbinding.git.store.TrackingRef;
import java.io.IOException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.Transport;

/** The result of a fetch into a copy that holds an older tip. */
public sealed interface NewerTip {
  /** With more new objects, the tip must be one of another history. */
  int MAX_NEW_OBJECTS = 20_000;

  /** The same tip, or one that descends from the older tip. */
  record Descendant(ObjectId tip) implements NewerTip {}

  /** A tip of another history, or so many objects that it must be one. */
  record OtherHistory() implements NewerTip {}

  /** Fetches the tip over an open transport into a copy that holds {@code last}. */
  static NewerTip fetch(Transport transport, FileRepository local, Remote remote, ObjectId last)
      throws IOException {
    ObjectCountLimit limit = new ObjectCountLimit(MAX_NEW_OBJECTS);
    try {
      ObjectId id = TrackingRef.fetch(transport, local, remote, limit);
      return TrackingRef.descends(local, id, last) ? new Descendant(id) : new OtherHistory();
    } catch (TransportException e) {
      if (limit.exceeded()) {
        return new OtherHistory();
      }
      throw e;
    }
  }
}
