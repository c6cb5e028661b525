package dev.gitopsbinding.git.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit away from the machine: no configuration of the user or the system, no {@code GIT_*}
 * variable, no file in the home folder. What JGit must find in a configuration is held in memory.
 */
public final class IsolatedSystemReader extends SystemReader.Delegate {
  /** Coarser than any file system in use; a file that changed within it is read again. */
  private static final Duration CLOCK_RESOLUTION = Duration.ofMillis(20);

  private IsolatedSystemReader(SystemReader machine) {
    super(machine);
  }

  /** Takes effect for the whole process; calling it again changes nothing. */
  public static synchronized void install() {
    if (!(SystemReader.getInstance() instanceof IsolatedSystemReader)) {
      SystemReader.setInstance(new IsolatedSystemReader(SystemReader.getInstance()));
    }
  }

  @Override
  public String getenv(String variable) {
    return variable.startsWith("GIT_") || variable.startsWith("XDG_")
        ? null
        : super.getenv(variable);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new MemoryConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    MemoryConfig config = new MemoryConfig(parent, fs);
    config.setBoolean("http", null, "followRedirects", false);
    config.setString("core", null, "hooksPath", "/dev/null");
    config.setInt("gc", null, "auto", 0);
    return config;
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new MemoryConfig(parent, fs);
  }

  private static final class MemoryConfig extends FileBasedConfig {
    MemoryConfig(Config parent, FS fs) {
      super(parent, null, fs);
    }

    /**
     * Else JGit measures the file system's clock for seconds before it opens the first repository,
     * with files of its own in there.
     */
    @Override
    public long getTimeUnit(
        String section, String subsection, String name, long defaultValue, TimeUnit unit) {
      return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
          ? unit.convert(CLOCK_RESOLUTION)
          : super.getTimeUnit(section, subsection, name, defaultValue, unit);
    }

    @Override
    public void load() {
      // There is no file.
    }

    @Override
    public void save() {
      // Nothing outlives the process.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
