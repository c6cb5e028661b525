package dev.gitopsbinding.git.transport.ssh;

import java.io.File;
import java.security.KeyPair;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/** Makes the factories of SSH sessions: nothing of the machine's or user's SSH setup counts. */
public final class SshSessions {
  private static final File NOWHERE = new File("/nonexistent");

  private SshSessions() {}

  /**
   * A factory.
   *
   * @param hostKeys decides whether the key of a host is accepted
   * @param keys to log in with
   */
  public static SshdSessionFactory factory(
      ServerKeyDatabase hostKeys, Supplier<List<KeyPair>> keys) {
    return new SshdSessionFactoryBuilder()
        .setHomeDirectory(NOWHERE)
        .setSshDirectory(NOWHERE)
        .setConfigFile(directory -> null)
        .setConfigStoreFactory((home, file, user) -> null)
        .setConnectorFactory(null)
        .setDefaultKnownHostsFiles(directory -> List.of())
        .setDefaultKeysProvider(_ -> keys.get())
        .setPreferredAuthentications("publickey")
        .setServerKeyDatabase((home, directory) -> hostKeys)
        .build(null);
  }
}
