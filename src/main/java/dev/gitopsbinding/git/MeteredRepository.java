package dev.gitopsbinding.git;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;

/** A repository that takes room for the packs that it receives before they are written. */
final class MeteredRepository extends FileRepository {
  private final DiskBudget.Space space;

  MeteredRepository(BaseRepositoryBuilder<?, ?> options, DiskBudget.Space space)
      throws IOException {
    super(options);
    this.space = space;
  }

  @Override
  public ObjectInserter newObjectInserter() {
    ObjectInserter plain = super.newObjectInserter();
    return new ObjectInserter.Filter() {
      @Override
      protected ObjectInserter delegate() {
        return plain;
      }

      @Override
      public PackParser newPackParser(InputStream pack) throws IOException {
        return plain.newPackParser(new PackMeter(pack, space));
      }
    };
  }
}
