package dev.gitopsbinding.git.transport.ssh;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes a key exchange with itself when the process has started, so that the first login does
 * not wait for it. The exchange that OpenSSH prefers (sntrup761x25519-sha512) takes 0.3 s in code
 * that never ran before, and a few milliseconds afterwards. The result is thrown away.
 */
public final class SshWarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(SshWarmUp.class);
  private static final String CURVE = "X25519";

  private SshWarmUp() {}

  /** Starts it in the background. */
  public static void start() {
    Thread.ofPlatform().daemon().name("ssh warm-up").start(SshWarmUp::run);
  }

  private static void run() {
    try {
      if (!agrees(BuiltinKEM.sntrup761) || !agreesOnCurve()) {
        LOG.warn("A key exchange of the SSH library with itself failed; logins by SSH may fail");
      }
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      // Nobody waits for it; a login that needs what failed here says so itself.
      LOG.debug("The first login by SSH will take longer", e);
    }
  }

  /** Whether both sides compute the same secret. */
  static boolean agrees(KeyEncapsulationMethod method) {
    KeyEncapsulationMethod.Client client = method.getClient();
    client.init();
    KeyEncapsulationMethod.Server server = method.getServer();
    server.init(client.getPublicKey());
    return Arrays.equals(client.extractSecret(server.getEncapsulation()), server.getSecret());
  }

  /** The same for the elliptic curve. */
  static boolean agreesOnCurve() throws GeneralSecurityException {
    KeyPair client = SecurityUtils.getKeyPairGenerator(CURVE).generateKeyPair();
    KeyPair server = SecurityUtils.getKeyPairGenerator(CURVE).generateKeyPair();
    return Arrays.equals(secret(client, server), secret(server, client));
  }

  private static byte[] secret(KeyPair mine, KeyPair other) throws GeneralSecurityException {
    KeyAgreement agreement = SecurityUtils.getKeyAgreement(CURVE);
    agreement.init(mine.getPrivate());
    agreement.doPhase(other.getPublic(), true);
    return agreement.generateSecret();
  }
}
