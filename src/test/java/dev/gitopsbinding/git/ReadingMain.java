package dev.gitopsbinding.git;

import dev.gitopsbinding.git.credential.Credential;
import dev.gitopsbinding.git.protocol.LsRefs;
import dev.gitopsbinding.git.runtime.JGitConnector;
import dev.gitopsbinding.git.transport.Connector;
import dev.gitopsbinding.model.CommitSha;
import dev.gitopsbinding.model.RemoteBranch;
import dev.gitopsbinding.model.RepositoryUrl;
import dev.gitopsbinding.model.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Repository;

/**
 * Reads one tip in a process of its own, over a repository on disk as lanes have one. Arguments:
 * the URL, a folder for the repository, and the files of the CA or of the private key and known
 * hosts.
 */
final class ReadingMain {
  private ReadingMain() {}

  public static void main(String[] arguments) throws IOException {
    Connector connector = new JGitConnector(Reading.SETTINGS, GitListener.NONE, Clock.systemUTC());
    try (Repository local = new FileRepository(arguments[1])) {
      local.create(true);
      RepositoryUrl url = RepositoryUrl.parse(arguments[0]);
      Remote remote = new Remote(new RemoteBranch(url, "main"), credential(arguments), "shop");
      Result<CommitSha> tip = new LsRefs(connector).tip(remote, local, Reading.TIMEOUT);
      System.out.println(tip);
    }
  }

  private static Credential credential(String... arguments) throws IOException {
    String first = Files.readString(Path.of(arguments[2]));
    return arguments.length == 3
        ? new Credential.Anonymous(Optional.of(first))
        : new Credential.SshKey(first, Optional.empty(), Files.readString(Path.of(arguments[3])));
  }
}
