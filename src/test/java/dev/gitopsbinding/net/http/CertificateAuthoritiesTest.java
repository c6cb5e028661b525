package dev.gitopsbinding.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.training.TestCertificates;
import org.junit.jupiter.api.Test;

class CertificateAuthoritiesTest {
  @Test
  void clientsWithTheSameAuthoritiesHoldThemOnce() throws Exception {
    String one = TestCertificates.create().authorityPem();

    var context = CertificateAuthorities.context(null, one);

    assertThat(CertificateAuthorities.context(null, new String(one.toCharArray())))
        .isSameAs(context);
    assertThat(CertificateAuthorities.context(null, one + one)).isNotSameAs(context);
  }
}
