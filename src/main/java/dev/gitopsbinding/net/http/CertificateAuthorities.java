package dev.gitopsbinding.net.http;

import dev.gitopsbinding.net.CompositeDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Which certificate authorities prove a host: the machine's, and those a Secret adds. */
public final class CertificateAuthorities {
  /** By their texts, as long as a client uses them: they take many times as much memory. */
  private static final Map<String, WeakReference<SSLContext>> CONTEXTS = new ConcurrentHashMap<>();

  private static final List<Object> LOCKS = Stream.generate(Object::new).limit(64).toList();

  private CertificateAuthorities() {}

  /** Reads certificates in PEM form; there has to be at least one. */
  public static Collection<? extends Certificate> parse(String pem)
      throws GeneralSecurityException {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificate");
    }
    return certificates;
  }

  /** The client's side of TLS that trusts the machine's authorities and {@code more}. */
  public static SSLContext context(Optional<String> more)
      throws GeneralSecurityException, IOException {
    return more.isEmpty() ? Machine.CONTEXT : shared(more.get());
  }

  /** Many who begin at once wait for the first of them. */
  private static SSLContext shared(String more) throws GeneralSecurityException, IOException {
    String key = CompositeDigest.of(List.of(more));
    synchronized (LOCKS.get(Math.floorMod(key.hashCode(), LOCKS.size()))) {
      SSLContext known =
          Optional.ofNullable(CONTEXTS.get(key)).map(WeakReference::get).orElse(null);
      if (known != null) {
        return known;
      }
      SSLContext made = context(trust(more));
      CONTEXTS.values().removeIf(context -> context.get() == null);
      CONTEXTS.put(key, new WeakReference<>(made));
      return made;
    }
  }

  private static TrustManager[] trust(String more) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : Machine.ISSUERS) {
      store.setCertificateEntry("machine-" + number++, certificate);
    }
    for (Certificate certificate : parse(more)) {
      store.setCertificateEntry("secret-" + number++, certificate);
    }
    return trustManagers(store);
  }

  private static TrustManager[] trustManagers(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static SSLContext context(TrustManager... trust) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust, null);
    return context;
  }

  /** Read once, when first needed: it takes a while. */
  private static final class Machine {
    private static final TrustManager[] TRUST = load();
    private static final SSLContext CONTEXT = makeContext();
    private static final List<X509Certificate> ISSUERS =
        List.of(((X509TrustManager) TRUST[0]).getAcceptedIssuers());

    private static TrustManager[] load() {
      try {
        return trustManagers(null);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("cannot read the machine's certificate authorities", e);
      }
    }

    private static SSLContext makeContext() {
      try {
        return context(TRUST);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("cannot set up TLS", e);
      }
    }
  }
}
