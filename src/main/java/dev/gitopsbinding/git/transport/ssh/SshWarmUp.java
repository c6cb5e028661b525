package dev.gitopsbinding.git.transport.ssh;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.KeyAgreement;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.kex.BuiltinKEM;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes key exchanges with itself and uses a key of its own when the process has started, so
 * that the first login does not wait for it. The client's half of the exchange that OpenSSH prefers
 * (sntrup761x25519-sha512) takes 0.3 s in code that never ran before, and a third of that
 * afterwards, most of it for a key pair. One pair is kept for the first login; all other results
 * are thrown away.
 */
public final class SshWarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(SshWarmUp.class);
  private static final String CURVE = "X25519";
  private static final int ED25519_BITS = 256;
  private static final byte[] DATA = {1, 2, 3};

  /** With more it does not get faster, measured with the operator's JVM options. */
  private static final int ROUNDS = 2;

  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private SshWarmUp() {}

  /** Starts it in the background, once in a process: what is loaded and compiled stays so. */
  public static void start() {
    if (STARTED.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("ssh warm-up").start(SshWarmUp::run);
    }
  }

  private static void run() {
    try {
      PreparedKeys.SNTRUP761.prepare();
      for (int round = 0; round < ROUNDS; round++) {
        if (!agrees(BuiltinKEM.sntrup761) || !agreesOnCurve()) {
          LOG.warn("A key exchange of the SSH library with itself failed; logins by SSH may fail");
        }
      }
      if (!signs()) {
        LOG.warn("The SSH library cannot use a key that it made; logins by SSH may fail");
      }
    } catch (Exception | LinkageError e) {
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

  /** Whether a new Ed25519 key can be written, read and used, in OpenSSH's form. */
  static boolean signs() throws Exception {
    var file = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
        KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, ED25519_BITS), null, null, file);
    KeyPair read =
        SecurityUtils.loadKeyPairIdentities(
                null,
                NamedResource.ofName("warm-up"),
                new ByteArrayInputStream(file.toByteArray()),
                null)
            .iterator()
            .next();
    Signature signer = BuiltinSignatures.ed25519.create();
    signer.initSigner(null, read.getPrivate());
    signer.update(null, DATA);
    Signature verifier = BuiltinSignatures.ed25519.create();
    verifier.initVerifier(null, read.getPublic());
    verifier.update(null, DATA);
    return verifier.verify(null, signer.sign(null));
  }
}
