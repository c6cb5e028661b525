package dev.gitopsbinding.git.store;

import dev.gitopsbinding.git.transport.Incoming;
import dev.gitopsbinding.git.transport.PackLimit;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PackParser;

/**
 * A bare repository that takes packs in only within the limits of the operation that fetches, and
 * takes room for them on disk before they are written.
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
      return inserter.newPackParser(new PackMeter(pack, space));
    }
  }

  private final class Limited extends Metered {
    private final Incoming incoming;
    private Optional<PackLimit> limit = Optional.empty();

    Limited(ObjectInserter inserter, Incoming incoming) {
      super(inserter);
      this.incoming = incoming;
    }

    @Override
    public PackParser newPackParser(InputStream pack) throws IOException {
      PackLimit pending = incoming.begin();
      limit = Optional.of(pending);
      PackParser parser = super.newPackParser(pending.checked(pack));
      parser.setMaxObjectSizeLimit(incoming.limits().object());
      return parser;
    }

    @Override
    public void close() {
      if (limit.filter(PackLimit::isHeavy).isPresent()) {
        heavy = true;
      }
      incoming.end();
      super.close();
    }
  }
}
