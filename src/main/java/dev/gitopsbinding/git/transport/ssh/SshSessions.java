package dev.gitopsbinding.git.transport.ssh;

import java.io.File;
import java.security.KeyPair;
import java.util.List;
import java.util.function.Supplier;
import org.apache.sshd.common.SyspropsMapWrapper;
import org.apache.sshd.core.CoreModuleProperties;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/** Makes the factories of SSH sessions: nothing of the machine's or user's SSH setup counts. */
public final class SshSessions {
  private static final File NOWHERE = new File("/nonexistent");

  static {
    // With Nagle's algorithm each git command waits 40 ms and more for a delayed acknowledgement.
    // JGit makes a client for each session and gives no access to it, and the system properties are
    // where Apache MINA looks up what a client does not set.
    System.setProperty(
        SyspropsMapWrapper.getMappedSyspropKey(CoreModuleProperties.TCP_NODELAY.getName()), "true");
  }

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
