package dev.gitopsbinding.git.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.util.FileUtils;

/**
 * A bare repository in a fresh folder of its own. Never used again after a restart: a lock file
 * that a killed process left behind would refuse every update for ever.
 */
public final class BareClone implements AutoCloseable {
  // Each fetch and each push adds one pack, and every look-up asks all of them.
  private static final int MAX_PACKS = 250;

  private static final long BLOCK = 4096;

  /** What the folders and small files of a copy without any pack take on disk, and some more. */
  private static final long BARE_BYTES = 16 * BLOCK;

  private final FileRepository repository;
  private final Path folder;
  private final DiskBudget.Space space;
  private final AtomicBoolean closed = new AtomicBoolean();

  private BareClone(FileRepository repository, Path folder, DiskBudget.Space space) {
    this.repository = repository;
    this.folder = folder;
    this.space = space;
  }

  /**
   * Makes an empty one.
   *
   * @param space for its bytes; closed with it
   * @throws IOException also if there is no room for it
   */
  public static BareClone create(Path parent, DiskBudget.Space space) throws IOException {
    try {
      space.grow(BARE_BYTES);
      Files.createDirectories(parent);
      Path folder = Files.createTempDirectory(parent, "lane-");
      try {
        return new BareClone(make(folder, space), folder, space);
      } catch (IOException | RuntimeException e) {
        delete(folder);
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      space.close();
      throw e;
    }
  }

  private static FileRepository make(Path folder, DiskBudget.Space space) throws IOException {
    FileRepository repository = new LaneRepository(folder.toFile(), space);
    repository.create(true);
    StoredConfig config = repository.getConfig();
    // Each of them alone lets JGit collect garbage on a thread of its own after a fetch.
    config.setInt("gc", null, "auto", 0);
    config.setInt("gc", null, "autoPackLimit", 0);
    config.setBoolean("gc", null, "autoDetach", false);
    config.setBoolean("core", null, "logAllRefUpdates", false);
    // Else JGit sends new trees whole: 23 MiB for 1000 commits in a folder of 1000, instead of 0.4.
    config.setBoolean("pack", null, "reuseObjects", false);
    config.setString("core", null, "hooksPath", folder.resolve("no-hooks").toString());
    config.save();
    return repository;
  }

  public FileRepository repository() {
    return repository;
  }

  /**
   * Whether it has grown over {@code bytes}, or over the number of packs that is quick to search.
   */
  public boolean isLargerThan(long bytes) throws IOException {
    Size size = measure();
    return size.bytes() > bytes || size.packs() > MAX_PACKS;
  }

  /** Puts what it takes on disk on the books, in place of what was promised to it. */
  public void settle() throws IOException {
    space.settle(BARE_BYTES + measure().bytes());
  }

  private record Size(long bytes, int packs) {}

  private Size measure() throws IOException {
    Path packs = repository.getObjectDatabase().getPackDirectory().toPath();
    if (!Files.isDirectory(packs)) {
      return new Size(0, 0);
    }
    long size = 0;
    int count = 0;
    try (Stream<Path> files = Files.list(packs)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        size += Math.ceilDiv(Files.size(file), BLOCK) * BLOCK;
        count += file.toString().endsWith(".pack") ? 1 : 0;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new Size(size, count);
  }

  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      repository.close();
      delete(folder);
    } finally {
      space.close();
    }
  }

  private static void delete(Path folder) throws IOException {
    FileUtils.delete(
        folder.toFile(),
        // No FileUtils.RETRY: it waits for a second at each file of a folder that is read-only.
        FileUtils.RECURSIVE | FileUtils.SKIP_MISSING | FileUtils.IGNORE_ERRORS);
  }
}
