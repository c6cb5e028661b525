package dev.gitopsbinding.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.util.FileUtils;

/**
 * A bare repository in a fresh folder of its own. Never used again after a restart: a lock file
 * that a killed process left behind would refuse every update for ever.
 */
final class BareClone implements AutoCloseable {
  // Each fetch and each push adds one pack, and every look-up asks all of them.
  private static final int MAX_PACKS = 250;

  private final FileRepository repository;
  private final Path folder;

  private BareClone(FileRepository repository, Path folder) {
    this.repository = repository;
    this.folder = folder;
  }

  static BareClone create(Path parent) throws IOException {
    Files.createDirectories(parent);
    Path folder = Files.createTempDirectory(parent, "lane-");
    FileRepository repository = new LaneRepository(folder.toFile());
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
    return new BareClone(repository, folder);
  }

  FileRepository repository() {
    return repository;
  }

  /**
   * Whether it has grown over {@code bytes}, or over the number of packs that is quick to search.
   */
  boolean isLargerThan(long bytes) throws IOException {
    Path packs = repository.getObjectDatabase().getPackDirectory().toPath();
    if (!Files.isDirectory(packs)) {
      return false;
    }
    long size = 0;
    long count = 0;
    try (Stream<Path> files = Files.list(packs)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        size += Files.size(file);
        count += file.toString().endsWith(".pack") ? 1 : 0;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return size > bytes || count > MAX_PACKS;
  }

  @Override
  public void close() throws IOException {
    repository.close();
    FileUtils.delete(
        folder.toFile(),
        // No FileUtils.RETRY: it waits for a second at each file of a folder that is read-only.
        FileUtils.RECURSIVE | FileUtils.SKIP_MISSING | FileUtils.IGNORE_ERRORS);
  }
}
