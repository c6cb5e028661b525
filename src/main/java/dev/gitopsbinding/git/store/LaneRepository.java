package dev.gitopsbinding.git.store;

import dev.gitopsbinding.git.transport.Incoming;
import dev.gitopsbinding.git.transport.PackLimit;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;
import org.jspecify.annotations.Nullable;

/**
 * A bare repository that accepts packs only within the limits of the fetching operation, and
 * reserves disk space for them before they are written.
 */
final class LaneRepository extends FileRepository {
  private final DiskBudget.Space space;
  private volatile boolean heavy;

  LaneRepository(File folder, DiskBudget.Space space) throws IOException {
    super(new FileRepositoryBuilder().setBare().setGitDir(folder).setup());
    this.space = space;
  }

  /** Whether reading from it may take much memory or time. */
  boolean isHeavy() {
    return heavy;
  }

  @Override
  public ObjectInserter newObjectInserter() {
    ObjectInserter inserter = super.newObjectInserter();
    return Incoming.CURRENT.isBound()
        ? new Limited(inserter, Incoming.CURRENT.get())
        : new Metered(inserter);
  }

  private class Metered extends ObjectInserter.Filter {
    private final ObjectInserter inserter;

    Metered(ObjectInserter inserter) {
      this.inserter = inserter;
    }

    @Override
    protected ObjectInserter delegate() {
      return inserter;
    }

    @Override
    public PackParser newPackParser(InputStream pack) throws IOException {
      InputStream metered = new PackMeter(pack, space);
      return getObjectDatabase().getPacks().isEmpty()
          ? new FirstPackParser(getObjectDatabase(), metered)
          : inserter.newPackParser(metered);
    }
  }

  private final class Limited extends Metered {
    private final Incoming incoming;
    private @Nullable PackLimit limit;

    Limited(ObjectInserter inserter, Incoming incoming) {
      super(inserter);
      this.incoming = incoming;
    }

    @Override
    public PackParser newPackParser(InputStream pack) throws IOException {
      PackLimit pending = incoming.begin();
      limit = pending;
      PackParser parser = super.newPackParser(pending.checked(pack));
      parser.setMaxObjectSizeLimit(incoming.limits().object());
      return parser;
    }

    @Override
    public void close() {
      if (limit != null && limit.isHeavy()) {
        heavy = true;
      }
      incoming.end();
      super.close();
    }
  }
}
