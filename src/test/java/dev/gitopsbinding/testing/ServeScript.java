package dev.gitopsbinding.testing;

import java.nio.file.Path;

/** The shell script that runs the git command an SSH client asked for, in one folder. */
final class ServeScript {
  private ServeScript() {}

  static String text(Path repositories) {
    return """
        #!/bin/sh
        export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
        cd '%s' || exit 1
        exec git shell -c "$(printf %%s "$SSH_ORIGINAL_COMMAND" | sed "s#'/#'#")"
        """
        .formatted(repositories);
  }
}
