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
 * A bare repository in a new folder. Not used again after a restart: a lock file left behind by a
 * killed process would block all updates.
 */
public final class BareClone implements AutoCloseable {
  // Each fetch and each push adds one pack, and every lookup searches all packs.
  private static final int MAX_PACKS = 250;

  /** What the smallest file takes on disk. */
  static final long BLOCK = 4096;

  /**
   * The size on disk of the folders and small files of a copy without a pack. They are 18 in a
   * shallow one; the rest is for lock files, and for the folders that all copies are in.
   */
  private static final long BARE_BYTES = 22 * BLOCK;

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
   * Makes an empty repository.
   *
   * @param parent where the folder is made
   * @param space the disk space of the repository; closed together with it
   * @throws IOException also if the disk budget has no room for it
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
    // With any of these on, JGit collects garbage in the background after a fetch.
    config.setInt("gc", null, "auto", 0);
    config.setInt("gc", null, "autoPackLimit", 0);
    config.setBoolean("gc", null, "autoDetach", false);
    config.setBoolean("core", null, "logAllRefUpdates", false);
    // Otherwise JGit sends new trees without deltas: for 1000 commits in a folder of 1000 files, 23
    // MiB instead of 0.4.
    config.setBoolean("pack", null, "reuseObjects", false);
    config.setString("core", null, "hooksPath", folder.resolve("no-hooks").toString());
    config.save();
    return repository;
  }

  public FileRepository repository() {
    return repository;
  }

  /**
   * Whether the repository is too large.
   *
   * @param bytes the largest size on disk; the number of packs has a limit of its own
   */
  public boolean isLargerThan(long bytes) throws IOException {
    Size size = measure();
    return size.bytes() > bytes || size.packs() > MAX_PACKS;
  }

  /** Replaces the reserved size in the disk budget by the measured size. */
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
        // No FileUtils.RETRY: in a read-only folder it waits for a second at each file.
        FileUtils.RECURSIVE | FileUtils.SKIP_MISSING | FileUtils.IGNORE_ERRORS);
  }
}
