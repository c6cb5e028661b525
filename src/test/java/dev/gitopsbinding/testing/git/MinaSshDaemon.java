package dev.gitopsbinding.testing.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.apache.sshd.server.shell.InvertedShell;
import org.apache.sshd.server.shell.ProcessShell;
import org.apache.sshd.server.shell.ProcessShellFactory;

/** Apache MINA's SSH server inside this process: the stand-in for sshd where there is none. */
final class MinaSshDaemon implements SshGitServer.Daemon {
  private final SshServer server;
  private final List<Integer> sessionPorts;

  private MinaSshDaemon(SshServer server, List<Integer> sessionPorts) {
    this.server = server;
    this.sessionPorts = sessionPorts;
  }

  static MinaSshDaemon start(int port, Path hostKey, Path authorizedKeys, Path repositories) {
    List<Integer> sessionPorts = new CopyOnWriteArrayList<>();
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider(new FileKeyPairProvider(hostKey));
    server.setPublickeyAuthenticator(new AuthorizedKeysAuthenticator(authorizedKeys));
    String script = ServeScript.text(repositories);
    server.setCommandFactory(
        (channel, command) -> {
          var client = (InetSocketAddress) channel.getSession().getIoSession().getRemoteAddress();
          sessionPorts.add(client.getPort());
          return new ProcessShellFactory(command, "sh", "-c", script) {
            @Override
            protected InvertedShell createInvertedShell(ChannelSession session) {
              return new ProcessShell("sh", "-c", script) {
                @Override
                protected Map<String, String> resolveShellEnvironment(Map<String, String> given) {
                  Map<String, String> all = new HashMap<>(given);
                  all.put("SSH_ORIGINAL_COMMAND", command);
                  return all;
                }
              };
            }
          }.createShell(channel);
        });
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new MinaSshDaemon(server, sessionPorts);
  }

  @Override
  public int logins() {
    return Set.copyOf(sessionPorts).size();
  }

  @Override
  public List<Integer> sessionPorts() {
    return List.copyOf(sessionPorts);
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
