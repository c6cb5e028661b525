package dev.gitopsbinding.git.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.util.FileUtils;

/**
 * The folder of one process in the cache folder. A volume survives its containers, and a killed
 * process deletes nothing, so each process deletes at its start the folders of dead processes.
 */
public final class ProcessFolder {
  private static final String PREFIX = "process-";

  private ProcessFolder() {}

  /**
   * Makes an empty folder for this process.
   *
   * @throws IOException if the cache folder cannot be written; its message says what to do
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

  /**
   * In a container the process always has the id 1, so a folder with our own id is left over too.
   */
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
