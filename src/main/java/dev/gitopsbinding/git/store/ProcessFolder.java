package dev.gitopsbinding.git.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.util.FileUtils;

/**
 * A process's own folder in the cache folder. A volume outlives its containers, and a process that
 * is killed deletes nothing; so each one deletes at its start what dead ones left.
 */
public final class ProcessFolder {
  private static final String PREFIX = "process-";

  private ProcessFolder() {}

  /**
   * Makes the folder of this process, empty.
   *
   * @throws IOException if the cache folder cannot be written, saying what to do
   */
  public static Path claim(Path cacheFolder) throws IOException {
    try {
      return make(cacheFolder);
    } catch (IOException e) {
      throw new IOException(
          "The cache folder %s cannot be used (%s). Make it writable for the operator, or name another one in GITOPSBINDING_CACHE_DIR."
              .formatted(cacheFolder, e.getClass().getSimpleName()),
          e);
    }
  }

  private static Path make(Path cacheFolder) throws IOException {
    Files.createDirectories(cacheFolder);
    try (Stream<Path> folders = Files.list(cacheFolder)) {
      for (Path folder : folders.filter(ProcessFolder::isLeftOver).toList()) {
        FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
      }
    }
    return Files.createDirectory(cacheFolder.resolve(PREFIX + ProcessHandle.current().pid()));
  }

  /** In a container every process has the number 1, so our own number is a dead one's too. */
  private static boolean isLeftOver(Path folder) {
    String name = folder.getFileName().toString();
    if (!name.matches(PREFIX + "[0-9]{1,18}")) {
      return false;
    }
    long pid = Long.parseLong(name.substring(PREFIX.length()));
    List<Long> alive = ProcessHandle.allProcesses().map(ProcessHandle::pid).toList();
    return pid == ProcessHandle.current().pid() || !alive.contains(pid);
  }
}
