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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The trusted certificate authorities: the system's, those of the settings, and those that a Secret
 * adds.
 */
public final class CertificateAuthorities {
  /**
   * One context for each text of a Secret, shared while a client uses it, because a context takes
   * many times as much memory as its text.
   */
  private static final Map<String, WeakReference<SSLContext>> CONTEXTS = new ConcurrentHashMap<>();

  private static final List<Object> LOCKS = Stream.generate(Object::new).limit(64).toList();

  private CertificateAuthorities() {}

  /**
   * Reads certificates in PEM form.
   *
   * @throws GeneralSecurityException if there is none, or one is malformed
   */
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

  /**
   * Returns a client's TLS context.
   *
   * @param everywhere PEM certificates to trust at all hosts, in addition to the system's; null for
   *     none
   * @param here PEM certificates to trust at one host; null for none
   */
  static SSLContext context(@Nullable String everywhere, @Nullable String here)
      throws GeneralSecurityException, IOException {
    if (everywhere == null && here == null) {
      return SystemAuthorities.CONTEXT;
    }
    return shared(
        Stream.of(Optional.ofNullable(everywhere), Optional.ofNullable(here))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("\n")));
  }

  /** Creates a context once; concurrent callers with the same text wait for the first. */
  private static SSLContext shared(String more) throws GeneralSecurityException, IOException {
    String key = CompositeDigest.of(List.of(more));
    synchronized (LOCKS.get(Math.floorMod(key.hashCode(), LOCKS.size()))) {
      WeakReference<SSLContext> reference = CONTEXTS.get(key);
      SSLContext known = reference == null ? null : reference.get();
      if (known != null) {
        return known;
      }
      SSLContext created = trusting(trustManagers(more));
      CONTEXTS.values().removeIf(context -> context.get() == null);
      CONTEXTS.put(key, new WeakReference<>(created));
      return created;
    }
  }

  private static TrustManager[] trustManagers(String more)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : SystemAuthorities.ISSUERS) {
      store.setCertificateEntry("system-" + number++, certificate);
    }
    for (Certificate certificate : parse(more)) {
      store.setCertificateEntry("secret-" + number++, certificate);
    }
    return trustManagersOf(store);
  }

  /**
   * @param store null for the system's authorities
   */
  private static TrustManager[] trustManagersOf(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static SSLContext trusting(TrustManager... trust) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust, null);
    return context;
  }

  /** The system's authorities; read once, at the first use, because that takes a while. */
  private static final class SystemAuthorities {
    private static final TrustManager[] TRUST = load();
    private static final SSLContext CONTEXT = makeContext();
    private static final List<X509Certificate> ISSUERS =
        List.of(((X509TrustManager) TRUST[0]).getAcceptedIssuers());

    private static TrustManager[] load() {
      try {
        return trustManagersOf(null);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("cannot read the system's certificate authorities", e);
      }
    }

    private static SSLContext makeContext() {
      try {
        return trusting(TRUST);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("cannot set up TLS", e);
      }
    }
  }
}
