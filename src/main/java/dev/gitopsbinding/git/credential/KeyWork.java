package dev.gitopsbinding.git.credential;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.loader.openssh.kdf.BCryptKdfOptions;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * How much work the decryption of a private key takes. The key itself states it, so its author
 * decides: memory (RFC 7914), rounds (RFC 8018; OpenSSH's PROTOCOL.key).
 */
enum KeyWork {
  /** The key is not encrypted, or its decryption takes no time. */
  NONE,
  /** The decryption takes up to a second. */
  BOUNDED,
  /** The decryption takes more than the limits allow; it is refused. */
  TOO_MUCH;

  /** OpenSSL uses 2048; password managers use up to 600 000. */
  private static final int MAX_ITERATIONS = 1_000_000;

  /** OpenSSL uses 16 MiB. */
  private static final int MAX_SCRYPT_BYTES = 32 << 20;

  /** Passes over that memory; OpenSSL uses 1. */
  private static final int MAX_SCRYPT_PASSES = 4;

  /** ssh-keygen uses 24 (16 until OpenSSH 9.4); 100 is often recommended. */
  private static final int MAX_BCRYPT_ROUNDS = 128;

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (ENCRYPTED|OPENSSH) PRIVATE KEY-----([^-]*)", Pattern.CASE_INSENSITIVE);
  private static final byte[] OPENSSH = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int SCRYPT_BLOCK = 128;

  /** Sets the same limits in the libraries, in case they find a key that this class overlooks. */
  static void boundLibraries() {
    System.setProperty("org.bouncycastle.pbe.max_iteration_count", "" + MAX_ITERATIONS);
    System.setProperty("org.bouncycastle.pbe.max_scrypt_memory", "" + MAX_SCRYPT_BYTES);
    BCryptKdfOptions.setMaxAllowedRounds(MAX_BCRYPT_ROUNDS);
  }

  /** The most work that any key in the text takes; reads their parameters only. */
  static KeyWork of(String text) {
    KeyWork most = NONE;
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      KeyWork work = of(block.group(1), block.group(2));
      most = work.compareTo(most) > 0 ? work : most;
    }
    return most;
  }

  private static KeyWork of(String kind, String base64) {
    try {
      byte[] key = Base64.getMimeDecoder().decode(base64);
      return kind.equalsIgnoreCase("OPENSSH") ? openSsh(ByteBuffer.wrap(key)) : pkcs8(key);
    } catch (RuntimeException e) {
      // Damaged. The parsers report that, within the limits that were set in them.
      return BOUNDED;
    }
  }

  private static KeyWork openSsh(ByteBuffer key) {
    key.position(OPENSSH.length);
    field(key);
    field(key);
    ByteBuffer options = field(key);
    if (!options.hasRemaining()) {
      return NONE;
    }
    field(options);
    return within(BigInteger.valueOf(options.getInt()), MAX_BCRYPT_ROUNDS);
  }

  /** A length, followed by that many bytes (RFC 4251, section 5, "string"). */
  private static ByteBuffer field(ByteBuffer buffer) {
    int length = buffer.getInt();
    if (length < 0 || length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer field = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    return field;
  }

  private static KeyWork pkcs8(byte[] key) {
    AlgorithmIdentifier algorithm =
        EncryptedPrivateKeyInfo.getInstance(key).getEncryptionAlgorithm();
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      return within(
          PKCS12PBEParams.getInstance(algorithm.getParameters()).getIterations(), MAX_ITERATIONS);
    }
    KeyDerivationFunc function =
        PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc();
    ASN1Encodable parameters = function.getParameters();
    if (function.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
      return scrypt(ScryptParams.getInstance(parameters));
    }
    return within(PBKDF2Params.getInstance(parameters).getIterationCount(), MAX_ITERATIONS);
  }

  private static KeyWork scrypt(ScryptParams parameters) {
    BigInteger bytes =
        parameters
            .getCostParameter()
            .multiply(parameters.getBlockSize())
            .multiply(BigInteger.valueOf(SCRYPT_BLOCK));
    KeyWork memory = within(bytes, MAX_SCRYPT_BYTES);
    KeyWork passes = within(parameters.getParallelizationParameter(), MAX_SCRYPT_PASSES);
    return memory.compareTo(passes) > 0 ? memory : passes;
  }

  private static KeyWork within(BigInteger asked, int limit) {
    return asked.signum() > 0 && asked.compareTo(BigInteger.valueOf(limit)) <= 0
        ? BOUNDED
        : TOO_MUCH;
  }
}
