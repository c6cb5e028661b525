package dev.gitopsbinding.training;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A certificate authority of its own, and what a server needs to prove itself by it. */
public final class TestCertificates {
  private static final char[] PASSWORD = "unused".toCharArray();

  /** A private key and the certificate that the authority issued for it. */
  public record Identity(PrivateKey key, X509Certificate certificate) {
    /** The private key in PEM form, as in {@code tls.key}. */
    public String keyPem() {
      // Go does not know the form that BouncyCastle chooses, without the curve beside the key.
      return pem(new PemObject("PRIVATE KEY", key.getEncoded()));
    }

    /** The certificate in PEM form, as in {@code tls.crt}. */
    public String certificatePem() {
      return pem(certificate);
    }
  }

  private final KeyPair authorityKey;
  private final X509Certificate authority;

  /** One for each host: most tests start several servers, and a key takes some milliseconds. */
  private final Map<String, Identity> servers = new ConcurrentHashMap<>();

  private TestCertificates(KeyPair authorityKey, X509Certificate authority) {
    this.authorityKey = authorityKey;
    this.authority = authority;
  }

  /** Makes a new authority. */
  public static TestCertificates create() {
    try {
      KeyPair key = newKey();
      X500Name name = new X500Name("CN=Test CA " + System.nanoTime());
      X509v3CertificateBuilder builder = builder(name, name, key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      return new TestCertificates(key, sign(builder, key.getPrivate()));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The authority's certificate in PEM form, as in {@code ca.crt}. */
  public String authorityPem() {
    return pem(authority);
  }

  /** A server's side of TLS with a certificate for localhost and 127.0.0.1. */
  public SSLContext serverContext() {
    return serverContext(serverIdentity());
  }

  /** A server's side of TLS with a certificate for another host. */
  public SSLContext serverContextForHost(String host) {
    return serverContext(
        servers.computeIfAbsent(
            host, _ -> issue("Test server", new GeneralName(GeneralName.dNSName, host))));
  }

  /** A key and a certificate for localhost and 127.0.0.1, for a program that reads files. */
  public Identity serverIdentity() {
    return servers.computeIfAbsent(
        "localhost",
        host ->
            issue(
                "Test server",
                new GeneralName(GeneralName.dNSName, host),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
  }

  /** A key that signs something else than connections, and its certificate. */
  public Identity signer(String name) {
    return issue(name);
  }

  /** A client's side of TLS that trusts this authority and no other. */
  public SSLContext clientContext() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      store.setCertificateEntry("authority", authority);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Identity issue(String name, GeneralName... alternativeNames) {
    try {
      KeyPair key = newKey();
      X500Name issuer = new X500Name(authority.getSubjectX500Principal().getName());
      X509v3CertificateBuilder builder = builder(issuer, new X500Name("CN=" + name), key);
      if (alternativeNames.length > 0) {
        builder.addExtension(
            Extension.subjectAlternativeName, false, new GeneralNames(alternativeNames));
      }
      return new Identity(key.getPrivate(), sign(builder, authorityKey.getPrivate()));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private SSLContext serverContext(Identity identity) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      store.setKeyEntry(
          "server",
          identity.key(),
          PASSWORD,
          new X509Certificate[] {identity.certificate(), authority});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair key) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(System.nanoTime()),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(Duration.ofDays(1))),
        subject,
        key.getPublic());
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }
}
