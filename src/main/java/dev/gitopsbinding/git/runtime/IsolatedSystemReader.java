package dev.gitopsbinding.git.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Isolates JGit from the machine: no configuration of the user or the system, no {@code GIT_*}
 * variable, no file in the home folder. The configuration that JGit needs is held in memory.
 */
public final class IsolatedSystemReader extends SystemReader.Delegate {
  /** Coarser than any file system in use; JGit reads a file again that changed within this time. */
  private static final Duration CLOCK_RESOLUTION = Duration.ofMillis(20);

  private IsolatedSystemReader(SystemReader machine) {
    super(machine);
  }

  /** Installs the reader for the whole process. Further calls have no effect. */
  public static synchronized void install() {
    if (!(SystemReader.getInstance() instanceof IsolatedSystemReader)) {
      SystemReader.setInstance(new IsolatedSystemReader(SystemReader.getInstance()));
    }
  }

  @Override
  public @Nullable String getenv(String variable) {
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
     * Without this value, JGit measures the resolution of the file system's clock before it opens
     * the first repository: that takes seconds and writes files there.
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
      // The configuration is held in memory only.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
