package dev.gitopsbinding.training;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UploadPack;

/** One {@code git-upload-pack} or {@code git-receive-pack} that a client asked for. */
final class GitCommand extends AbstractCommandSupport {
  private static final Pattern COMMAND =
      Pattern.compile("git-(upload|receive)-pack '?/?([a-z.]+)'?");
  private static final String PROTOCOL = "GIT_PROTOCOL";

  private final Map<String, Repository> repositories;

  GitCommand(String command, Map<String, Repository> repositories) {
    super(command, null);
    this.repositories = repositories;
  }

  @Override
  public void run() {
    try {
      serve();
      onExit(0);
    } catch (IOException e) {
      onExit(1, e.getMessage());
    }
  }

  private void serve() throws IOException {
    Matcher command = COMMAND.matcher(getCommand());
    if (!command.matches() || !repositories.containsKey(command.group(2))) {
      throw new IOException(getCommand() + " is not known here");
    }
    Repository repository = repositories.get(command.group(2));
    if (command.group(1).equals("upload")) {
      var pack = new UploadPack(repository);
      Optional.ofNullable(getEnvironment().getEnv().get(PROTOCOL))
          .ifPresent(protocol -> pack.setExtraParameters(List.of(protocol.split(":", -1))));
      pack.upload(getInputStream(), getOutputStream(), getErrorStream());
    } else {
      new ReceivePack(repository).receive(getInputStream(), getOutputStream(), getErrorStream());
    }
  }
}
