package dev.gitopsbinding.testing.git;

import java.nio.file.Path;

/**
 * The shell script that runs the git command an SSH client asked for, in one folder. Git reads the
 * file {@code gitconfig} beside that folder, if there is one, and no other of the machine.
 */
final class ServeScript {
  private ServeScript() {}

  /** The file for settings that git takes from nowhere else, as hooks of git-upload-pack(1). */
  static Path configuration(Path repositories) {
    return repositories.resolveSibling("gitconfig");
  }

  /** A program that runs before every command, if it is there; the command waits for its end. */
  static Path before(Path repositories) {
    return repositories.resolveSibling("before");
  }

  /** As on a plain sshd: a path without a slash is in the home, and one with a slash is not. */
  static String plainText(Path home) {
    return """
        #!/bin/sh
        export GIT_CONFIG_GLOBAL='%s' GIT_CONFIG_NOSYSTEM=1
        cd '%s' || exit 1
        exec git shell -c "$SSH_ORIGINAL_COMMAND"
        """
        .formatted(configuration(home), home);
  }

  /**
   * A path's leading slash is taken off. By the shell itself: thousands of commands are served, and
   * each process takes some milliseconds.
   */
  static String text(Path repositories) {
    return """
        #!/bin/sh
        export GIT_CONFIG_GLOBAL='%s' GIT_CONFIG_NOSYSTEM=1
        cd '%s' || exit 1
        if [ -x '%s' ]; then '%s'; fi
        command=$SSH_ORIGINAL_COMMAND
        case $command in
          *"'/"*) above=${command%%%%"'/"*}; path=${command#*"'/"}; command="$above'$path" ;;
        esac
        exec git shell -c "$command"
        """
        .formatted(
            configuration(repositories), repositories, before(repositories), before(repositories));
  }
}
